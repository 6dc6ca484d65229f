//! `[print]`: the press that the print edition is for.

use super::look::{LookChoice, word};
use super::matter;
use super::resolve::{ImageInks, PressFile, PrintChoice};
use super::schema::{Faults, Table, shortened};
use crate::diag::Code;

const PRINT: &[&str] =
    &["colour", "link-notes", "floats", "profile", "standard", "accent", "ink-limit", "images", "marks", "signature"];
const ACCENT: &[&str] = &["spot"];

/// Ink limits that make sense, in per cent.
const INK_LIMITS: std::ops::RangeInclusive<u32> = 100..=400;
/// Most pages of a signature.
const MOST_PAGES: u32 = 128;
/// Longest name of a spot colour, in bytes: as long as a name of the format may be.
const MAX_NAME: usize = 127;

/// What `[print]` says.
pub(super) struct PrintTable {
    /// Whether the second colour prints as black.
    pub black_only: bool,
    /// Whether the addresses of links stand in notes.
    pub link_notes: bool,
    /// Whether figures and tables may leave their place.
    pub floats: bool,
    /// The press.
    pub print: PrintChoice,
}

/// Reads `[print]`.
pub(super) fn print(top: &Table, faults: &mut Faults) -> PrintTable {
    let LookChoice { black_only, link_notes, floats, .. } = LookChoice::default();
    let mut choice = PrintChoice::default();
    let Some(table) = top.table("print", "[print]", PRINT, faults) else {
        return PrintTable { black_only, link_notes, floats, print: choice };
    };
    const COLOURS: &[(&str, bool)] = &[("accent", false), ("black", true)];
    const STANDARDS: &[(&str, bool)] = &[("PDF/X-4", true), ("none", false)];
    const IMAGES: &[(&str, ImageInks)] = &[("colour", ImageInks::Process), ("grey", ImageInks::Grey)];
    let black = table.line("colour", faults).and_then(|line| word(&line, "colour", COLOURS, faults));
    let standard = table.line("standard", faults).and_then(|line| word(&line, "standard", STANDARDS, faults));
    let images = table.line("images", faults).and_then(|line| word(&line, "images", IMAGES, faults));
    choice.profile = table
        .line("profile", faults)
        .and_then(|line| Some(PressFile { path: matter::path(&line, faults)?, span: line.span }));
    choice.x4 = standard.unwrap_or(choice.x4);
    choice.images = images.unwrap_or(choice.images);
    choice.marks = table.flag("marks", faults).unwrap_or(choice.marks);
    choice.spot = table.table("accent", "accent", ACCENT, faults).and_then(|accent| spot(&accent, faults));
    if let Some(limit) = table.whole_number("ink-limit", faults) {
        if INK_LIMITS.contains(&limit.value) {
            choice.ink_limit = limit.value;
        } else {
            let message = format!("an ink limit of {} % fits no press", limit.value);
            faults.error::<()>(limit.span, Code::WrongValue, message, "write per cent, such as 240 or 300");
        }
    }
    if let Some(pages) = table.whole_number("signature", faults) {
        if (1..=MOST_PAGES).contains(&pages.value) {
            choice.signature = pages.value;
        } else {
            let message = format!("a signature of {} pages cannot be folded", pages.value);
            faults.error::<()>(pages.span, Code::WrongValue, message, "write 4, 8, 16 or 32");
        }
    }
    let black_only = black.unwrap_or(black_only);
    let link_notes = table.flag("link-notes", faults).unwrap_or(link_notes);
    let floats = table.flag("floats", faults).unwrap_or(floats);
    PrintTable { black_only, link_notes, floats, print: choice }
}

/// The name of the spot colour in `accent`.
fn spot(accent: &Table, faults: &mut Faults) -> Option<String> {
    let name = accent.required_line("spot", faults)?;
    let reserved = ["All", "None", "Cyan", "Magenta", "Yellow", "Black"].contains(&name.value.as_str());
    if name.value.len() > MAX_NAME || reserved {
        let message = format!("`{}` cannot name a spot colour", shortened(&name.value));
        let hint = "write the name of the printer's colour book, such as \"PANTONE 3155 C\"";
        return faults.error(name.span, Code::WrongValue, message, hint);
    }
    Some(name.value)
}

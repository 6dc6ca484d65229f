//! The style sheet: what is always the same is in `book.css`; here comes what depends on the book.

use super::chapter::INITIAL;
use super::faces::{Faces, Fallback};
use super::inline::width_class;
use super::plan::Plan;
use crate::fonts::{Font, FontId};
use crate::style::{Family, Weight};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const SHEET: &str = include_str!("book.css");

/// Families with their generic family and the elements that are set in them.
const FAMILIES: [(Family, &str, &str, &str); 3] = [
    (Family::Text, "book-text", "serif", "body, caption"),
    (
        Family::Sans,
        "book-sans",
        "sans-serif",
        "table, h4, h5, h6, .sidebar h2, .sidebar h3, .alert-label, .label, .place, svg text",
    ),
    (Family::Mono, "book-mono", "monospace", "code, pre"),
];

/// The style sheet of the book.
pub(super) fn style_sheet(plan: &Plan<'_>, faces: &Faces<'_>) -> String {
    let mut css = String::from(SHEET);
    for (family, name, generic, selector) in FAMILIES {
        let fonts: Vec<FontId> = faces.families.iter().filter(|(of, _)| *of == family).map(|(_, id)| *id).collect();
        for id in &fonts {
            font_face(&mut css, faces, *id, name, None);
        }
        if !fonts.is_empty() || family == Family::Mono {
            let own = if fonts.is_empty() { String::new() } else { format!("{name}, ") };
            let stack = format!("{own}{}{generic}", fallback_stack(faces));
            declare(&mut css, &format!("{selector} {{ font-family: {stack}; }}"));
        }
    }
    for (id, fallback) in &faces.fallbacks {
        font_face(&mut css, faces, *id, &fallback_name(faces, *id), Some(fallback));
    }
    shared_characters(&mut css, faces);
    if plan.document.manifest.look.drop_caps > 0 {
        declare(&mut css, &initials(plan.document.manifest.look.drop_caps));
    }
    let widths: BTreeSet<u32> = plan.surveys.iter().flat_map(|survey| survey.widths.iter().copied()).collect();
    for width in widths {
        let rule = format!("img.{} {{ width: {}.{}%; }}", width_class(width), width / 10, width % 10);
        declare(&mut css, &rule);
    }
    css
}

/// The first letter of a chapter, as deep as `lines` lines: as high as they are where a reader knows how high
/// that is, else by the proportions of the text face.
fn initials(lines: u32) -> String {
    // In hundredths of an em: lines are 140 apart, and capitals 67 high.
    let height = (lines - 1) * 140 + 67;
    let size = height * 100 / 67;
    let leading = lines * 140 * 100 / size;
    let em = |hundredths: u32| format!("{}.{:02}", hundredths / 100, hundredths % 100);
    format!(
        "p.{INITIAL} {{ text-indent: 0; }}\n\
         p.{INITIAL}::first-letter {{ float: left; font-size: {}em; line-height: {}; padding-right: 0.05em; }}\n\
         @supports (initial-letter: {lines}) or (-webkit-initial-letter: {lines}) {{\n\
         p.{INITIAL}::first-letter {{ float: none; font-size: inherit; line-height: inherit; padding-right: 0.2em; \
         -webkit-initial-letter: {lines}; initial-letter: {lines}; }}\n}}",
        em(size),
        em(leading),
    )
}

fn declare(css: &mut String, rule: &str) {
    css.push_str(rule);
    css.push('\n');
}

/// The families of the fallback faces, each with a comma after it.
fn fallback_stack(faces: &Faces<'_>) -> String {
    let mut names: Vec<String> = faces.fallbacks.keys().map(|id| fallback_name(faces, *id)).collect();
    names.dedup();
    names.iter().map(|name| format!("{name}, ")).collect()
}

/// Where two fallback faces have the same characters, as Chinese and Korean ones do, the language
/// chooses.
fn shared_characters(css: &mut String, faces: &Faces<'_>) {
    let name = |id: FontId| fallback_name(faces, id);
    for (id, fallback) in &faces.fallbacks {
        let rival = |(other, rival): (&FontId, &Fallback)| {
            name(*other) != name(*id) && !rival.pages.is_disjoint(&fallback.pages)
        };
        if !faces.fallbacks.iter().any(rival) {
            continue;
        }
        for language in &fallback.languages {
            let stack = format!("book-text, {}, {}serif", name(*id), fallback_stack(faces));
            declare(css, &format!(":lang({language}) {{ font-family: {stack}; }}"));
        }
    }
}

/// One name for all faces of a fallback family.
fn fallback_name(faces: &Faces<'_>, id: FontId) -> String {
    let family = |id: FontId| faces.file(id).map(|file| file.font.family.as_str());
    let first = faces.fallbacks.keys().position(|other| family(*other) == family(id));
    format!("book-script-{}", first.unwrap_or(0) + 1)
}

fn font_face(css: &mut String, faces: &Faces<'_>, id: FontId, name: &str, fallback: Option<&Fallback>) {
    let Some(file) = faces.file(id) else { return };
    let (weight, style) = (weight_number(file.font), if file.font.italic { "italic" } else { "normal" });
    let mut rule = format!(
        "@font-face {{ font-family: {name}; src: url({}); font-weight: {weight}; font-style: {style};",
        file.file
    );
    if let Some(fallback) = fallback {
        if fallback.scale != 1000 {
            let _ = write!(rule, " size-adjust: {}.{}%;", fallback.scale / 10, fallback.scale % 10);
        }
        let _ = write!(rule, " unicode-range: {};", ranges(&fallback.pages));
    }
    rule.push_str(" }");
    declare(css, &rule);
}

fn weight_number(font: &Font) -> u32 {
    match font.weight {
        Weight::Regular => 400,
        Weight::Semibold => 600,
        Weight::Bold => 700,
    }
}

/// Ranges of characters from blocks of 256.
fn ranges(pages: &BTreeSet<u32>) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for page in pages {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *page => *last = *page,
            _ => ranges.push((*page, *page)),
        }
    }
    let written = ranges.iter().map(|(first, last)| format!("U+{:X}-{:X}", first << 8, (last << 8) | 0xFF));
    written.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_blocks_of_characters_are_one_range() {
        assert_eq!(ranges(&BTreeSet::from([0, 6, 0x4E, 0x4F])), "U+0-FF, U+600-6FF, U+4E00-4FFF");
    }

    #[test]
    fn what_a_cell_holds_is_one_column_of_a_record_on_narrow_screens() {
        let narrow = SHEET.split_once("@media").expect("rules for narrow screens").1;
        // In a grid each link or span within the cell would be a cell of its own.
        assert!(narrow.contains("td[data-label] { display: table;") && !narrow.contains("grid"));
    }

    #[test]
    fn the_sheet_sets_no_colour_ground_or_absolute_size() {
        for line in SHEET.lines() {
            assert!(!line.contains("background"), "{line}");
            assert!(!line.contains("color:"), "{line}");
            for unit in ["px", "pt;", "cm", "mm"] {
                let sized = line.split(unit).next().is_some_and(|start| start.ends_with(|c: char| c.is_ascii_digit()));
                assert!(!(line.contains(unit) && sized), "{line}");
            }
        }
    }
}

//! `[type]`: size and leading of the text, and how fine its lines are set.

use super::look::LookChoice;
use super::schema::{At, Faults, Table};
use crate::diag::Code;

const TYPE: &[&str] = &["size", "leading", "expansion", "protrusion", "drop-caps", "lead-in", "ordinals"];

/// How many lines an initial may be dropped: one more would be a picture.
const DROPS: std::ops::RangeInclusive<u32> = 2..=4;

/// More words in small capitals than this are read letter by letter.
const MOST_WORDS: u32 = 12;

/// What `[type]` says.
pub(super) struct TypeTable {
    /// The size of the running text.
    pub size: Option<At<String>>,
    /// Its leading.
    pub leading: Option<At<String>>,
    /// Its finer points; the rest of it is read elsewhere.
    pub look: LookChoice,
}

/// Reads `[type]`.
pub(super) fn typography(top: &Table, faults: &mut Faults) -> TypeTable {
    let mut look = LookChoice::default();
    let Some(table) = top.table("type", "[type]", TYPE, faults) else {
        return TypeTable { size: None, leading: None, look };
    };
    look.rigid_glyphs = table.flag("expansion", faults) == Some(false);
    look.flush_margins = table.flag("protrusion", faults) == Some(false);
    look.ordinals = table.flag("ordinals", faults).unwrap_or(look.ordinals);
    if let Some(lines) = table.whole_number("drop-caps", faults) {
        if lines.value == 0 || DROPS.contains(&lines.value) {
            look.drop_caps = lines.value;
        } else {
            let message = format!("an initial of {} lines is not dropped", lines.value);
            faults.error::<()>(lines.span, Code::WrongValue, message, "write 2, 3 or 4; 0 is none");
        }
    }
    if let Some(words) = table.whole_number("lead-in", faults) {
        if words.value <= MOST_WORDS {
            look.lead_in = words.value;
        } else {
            let message = format!("{} words in small capitals are hard to read", words.value);
            faults.error::<()>(words.span, Code::WrongValue, message, "write 3; 0 is none");
        }
    }
    TypeTable { size: table.length("size", faults), leading: table.length("leading", faults), look }
}

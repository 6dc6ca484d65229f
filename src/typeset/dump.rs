//! The paragraphs of a galley as text: what each line cost, and what the paragraph would have cost with
//! another number of lines.

use super::{Galley, Line, ParagraphSettings, Strip, StripContent};
use std::fmt::Write as _;

impl Galley {
    /// Each paragraph that has more than one line, with its place (chapter, passage), its lines and
    /// demerits, and those that its other settings have more; then each line of the best setting: how
    /// far its spaces are stretched or shrunk in thousandths of what they may give, how far its glyphs
    /// are widened in thousandths of their width, its demerits, its text, `|` at a hyphen.
    #[must_use]
    pub fn dump(&self) -> String {
        let mut text = String::new();
        for strip in &self.strips {
            if let StripContent::Paragraph { settings, .. } = &strip.content
                && settings.best().lines.len() > 1
            {
                dump_paragraph(strip, settings, &mut text);
            }
        }
        text
    }
}

fn dump_paragraph(strip: &Strip, settings: &ParagraphSettings, text: &mut String) {
    let (at, best) = (strip.position, settings.best());
    let _ = write!(text, "== {}.{} {} lines {}", at.chapter, at.node.0, best.lines.len(), best.demerits);
    let mut others: Vec<_> = settings.all().iter().skip(1).collect();
    others.sort_by_key(|other| other.lines.len());
    for other in others {
        let _ = write!(text, "; {} lines {:+}", other.lines.len(), other.demerits - best.demerits);
    }
    text.push('\n');
    for line in &best.lines {
        let stretch = line.runs.iter().map(|run| run.stretch).find(|stretch| *stretch != 0).unwrap_or(0);
        let _ = writeln!(text, "{:+6}‰ {stretch:+3}‰ {:>9} {}", line.ratio, line.demerits, line.text());
    }
}

impl Line {
    /// Its text in the order of reading, `|` where it ends with a hyphen of the program's.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for run in &self.runs {
            if run.space_before {
                text.push(' ');
            }
            text.push_str(&run.run.text);
        }
        if self.hyphenated {
            text.push('|');
        }
        text
    }
}

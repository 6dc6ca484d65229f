//! HTML on lines of its own: its lines as one text, and where each stood.

use super::html::{self, Piece};
use std::ops::Range;

/// The lines of a block of HTML without the marks of the containers around it.
#[derive(Default)]
pub(super) struct RawHtml {
    text: String,
    /// Where in `text` each line starts, and where it stood in the manuscript.
    lines: Vec<(usize, usize)>,
}

impl RawHtml {
    pub(super) fn push(&mut self, text: &str, start: usize) {
        self.lines.push((self.text.len(), start));
        self.text.push_str(text);
    }

    /// Hands over each piece with its place in the manuscript. What belongs to a script or a style
    /// sheet is left out; the one that is not closed is handed back.
    pub(super) fn each(&self, mut take: impl FnMut(Piece, Range<usize>)) -> Option<&'static str> {
        let mut closes: Option<&'static str> = None;
        for (range, piece) in html::pieces(&self.text) {
            if let Some(name) = closes {
                if matches!(&piece, Piece::Close(closed) if closed == name) {
                    closes = None;
                }
                continue;
            }
            if let Piece::Open(tag) = &piece {
                closes = RAW.into_iter().find(|name| *name == tag.name && !tag.closed);
            }
            take(piece, self.place(range.start)..self.place(range.end));
        }
        closes
    }

    fn place(&self, offset: usize) -> usize {
        let line = self.lines.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        self.lines.get(line).map_or(0, |(start, place)| place + (offset - start))
    }
}

/// Elements whose content is no text.
const RAW: [&str; 5] = ["script", "style", "svg", "iframe", "template"];

//! Marks: what of a page belongs to which element of structure (ISO 32000-1, 14.6 and 14.7.4).

use super::{Mark, Painter};
use crate::pdf::number::write_decimal;
use crate::pdf::tags::{ElementId, Owner};
use crate::pdf::unicode::push_hex;

impl Painter<'_> {
    /// Lets what is drawn from here on belong to `owner`.
    pub(super) fn mark(&mut self, owner: Owner) {
        let mark = Mark { owner, in_text: self.state.text.is_some() };
        if self.state.mark == Some(mark) {
            return;
        }
        self.end_array();
        self.end_mark();
        match owner {
            Owner::Element(element) => {
                self.out.push(b'/');
                self.push(self.tags.tree.get(element).tag.as_bytes());
                self.push(b"<</MCID ");
                self.number_mark(element);
                self.push(b">>BDC\n");
            }
            Owner::Head => self.push(b"/Artifact<</Type/Pagination/Subtype/Header>>BDC\n"),
            Owner::Folio => self.push(b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"),
            Owner::Layout => self.push(b"/Artifact<</Type/Layout>>BDC\n"),
        }
        self.state.mark = Some(mark);
    }

    /// Writes the number of a new mark of `element`.
    fn number_mark(&mut self, element: ElementId) {
        write_decimal(&mut self.out, self.marks.len() as i64, 0);
        self.marks.push(element);
    }

    /// The space between what belongs to `before` and to `next`: it belongs to what holds both.
    pub(super) fn mark_space(&mut self, before: Owner, next: Owner) {
        let (Owner::Element(one), Owner::Element(other), Owner::Element(whole)) = (before, next, self.tag.owner) else {
            return self.mark(before);
        };
        let common = self.tags.tree.common(one, other);
        // The space behind a label goes with the label.
        let holds = self.tags.tree.is_in(common, whole);
        self.mark(if holds { Owner::Element(common) } else { before });
    }

    pub(super) fn end_mark(&mut self) {
        if self.state.mark.take().is_some() {
            self.push(b"EMC\n");
        }
    }

    /// Opens a sequence whose text is `text`: a sequence of its own, since readers lose what comes
    /// after one that lies in another.
    pub(super) fn begin_actual(&mut self, owner: Owner, text: Option<&str>) {
        let (Some(text), Owner::Element(element)) = (text, owner) else { return };
        self.end_array();
        self.end_mark();
        self.push(b"/Span<</MCID ");
        self.number_mark(element);
        self.push(b"/ActualText<FEFF");
        text.encode_utf16().for_each(|unit| push_hex(&mut self.out, unit));
        self.push(b">>>BDC\n");
        self.state.mark = Some(Mark { owner, in_text: true });
    }

    pub(super) fn end_actual(&mut self, ends: bool) {
        if ends {
            self.end_array();
            self.end_mark();
        }
    }
}

//! The index → its pages: locators from the page numbers found, two columns, balanced at the end, a last
//! page that is worth its paper.
//!
//! The columns have a leading of three quarters of the grid, so that four of their lines are three
//! of the grid and the last line of a full page stands on the last line of the grid.

use super::compose::artifact;
use super::made::{Maker, plain};
use crate::document::SpanKind;
use crate::document::{Index, IndexEntry, IndexReference, Inline, LinkTarget, NodeId, Passage, SpanInline};
use crate::geometry::{Length, Point};
use crate::makeup::Page;
use crate::pagination::{PageNumbers, locators, ranges};
use crate::source::{SourceId, Span};
use crate::style::{BlockStyle, Role};
use crate::typeset::{Artifact, Line, PageItem, lines_outside};
use crate::wording::{self, Wording};

/// Between the two columns.
const GUTTER: Length = Length::pt(14);

/// An entry of so many lines or more may be broken, with two of them on either side.
const BROKEN_LINES: usize = 4;

/// Lines that a column of the last page has at least, where there are pages before it.
const LAST_LINES: usize = 8;

/// A page of the index, and the first entry that starts on it.
pub(super) struct IndexPage {
    pub entry: u32,
    pub page: Page,
}

/// The pages of the index of the document, from a recto on, with the numbers of `numbers`.
pub(super) fn pages(maker: &Maker<'_>, numbers: &PageNumbers) -> Vec<IndexPage> {
    let index = &maker.context.document.index;
    if index.is_empty() {
        return Vec::new();
    }
    let columns = Columns::new(maker);
    let rows = columns.rows(index, numbers);
    let title = maker.title(&index.title);
    // A last page with a few stragglers takes lines from the page before it.
    let mut best = columns.pages(&rows, &title, 0);
    let straggling = |pages: &[SetPage]| pages.len() > 1 && pages.last().is_some_and(|page| page.depth < LAST_LINES);
    for shorter in 1..=LAST_LINES {
        if !straggling(&best) {
            break;
        }
        let pages = columns.pages(&rows, &title, shorter);
        if pages.len() == best.len() {
            best = pages;
        }
    }
    best.into_iter().map(|page| page.page).collect()
}

/// A page with the lines of its longer column.
struct SetPage {
    page: IndexPage,
    depth: usize,
}

/// A line of a column.
struct Row {
    /// Its entry.
    entry: u32,
    kind: RowKind,
    /// Distance of its left edge from that of the column.
    x: Length,
    /// The line; none for a space.
    line: Option<Line>,
    /// Whether a column may start with it.
    breakable: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowKind {
    /// The space above a letter, which is dropped at the head of a column.
    Space,
    /// The letter over some main entries.
    Letter,
    /// The first line of an entry.
    Start,
    /// A further line of an entry.
    Turnover,
    /// The main entry again, over a column that starts inside it.
    Continued,
}

/// What the columns of a book have in common.
struct Columns<'a> {
    maker: &'a Maker<'a>,
    style: BlockStyle,
    letter: BlockStyle,
    words: &'static Wording,
    grid: Length,
    baseline: Length,
    width: Length,
    lines: u32,
}

impl<'a> Columns<'a> {
    fn new(maker: &'a Maker<'a>) -> Self {
        let sheet = maker.context.style;
        Self {
            maker,
            style: *sheet.get(Role::IndexEntry),
            letter: *sheet.get(Role::IndexLetter),
            words: wording::of(&maker.context.document.manifest.metadata.language),
            grid: sheet.page.leading,
            baseline: sheet.page.baseline(),
            width: (sheet.page.measure() - GUTTER) / 2,
            lines: sheet.page.lines,
        }
    }

    /// All pages of `rows`; the last but one ends `shorter` lines above the foot.
    fn pages(&self, rows: &[Row], (title, taken): &(Vec<PageItem>, u32), shorter: usize) -> Vec<SetPage> {
        let mut pages: Vec<SetPage> = Vec::new();
        let mut at = 0;
        while at < rows.len() {
            let is_first = pages.is_empty();
            let top = if is_first { *taken } else { 0 };
            let height = self.height(top);
            let mut fill = self.fill(rows, at, height);
            // Whether what is left would go on a page of few lines.
            let rest = rows.len() - fill.end;
            if shorter > 0 && fill.end < rows.len() && rest <= LAST_LINES * 2 {
                fill = self.fill(rows, at, height.saturating_sub(shorter).max(1));
            }
            let mut page = Page { opener: is_first, ..Page::default() };
            if is_first {
                page.items.clone_from(title);
            }
            let y = self.grid * i64::from(top);
            let spans = [(at..fill.middle, Length::ZERO), (fill.middle..fill.end, self.width + GUTTER)];
            for ((span, x), lead) in spans.into_iter().zip([fill.left, fill.right]) {
                self.column(&mut page, &rows[span], Point::new(x, y), lead);
            }
            let starts = rows[at..fill.end].iter().find(|row| row.kind == RowKind::Start).unwrap_or(&rows[at]);
            let entry = starts.entry;
            pages.push(SetPage { page: IndexPage { entry, page }, depth: fill.middle - at });
            at = fill.end;
        }
        pages
    }

    /// Lines of a column that starts at grid line `top`.
    fn height(&self, top: u32) -> usize {
        let depth = self.grid * i64::from(self.lines.saturating_sub(top + 1));
        let lines = depth.get() / self.style.leading.get().max(1) + 1;
        usize::try_from(lines).unwrap_or(1).max(1)
    }

    /// All lines of the index in order.
    fn rows(&self, index: &Index, numbers: &PageNumbers) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut letter = None;
        for (number, entry) in (0_u32..).zip(&index.entries) {
            let new_letter = entry.level == 0 && letter.is_some_and(|before| before != &entry.letter);
            let first_letter = letter.is_none();
            if new_letter {
                let kind = RowKind::Space;
                rows.push(Row { entry: number, kind, x: Length::ZERO, line: None, breakable: true });
            }
            if new_letter || first_letter {
                letter = Some(&entry.letter);
                self.letter_row(&mut rows, number, &entry.letter);
            }
            let under_letter = (new_letter || first_letter) && !entry.letter.is_empty();
            self.entry_rows(&mut rows, index, number, under_letter, numbers);
        }
        rows
    }

    fn letter_row(&self, rows: &mut Vec<Row>, entry: u32, letter: &str) {
        if letter.is_empty() {
            return;
        }
        let passage = Passage { node: NodeId::default(), inlines: vec![plain(letter)] };
        for line in self.set(&passage, &self.letter) {
            let (kind, breakable) = (RowKind::Letter, rows.is_empty());
            rows.push(Row { entry, kind, x: Length::ZERO, line: Some(line), breakable });
        }
    }

    fn entry_rows(&self, rows: &mut Vec<Row>, index: &Index, number: u32, under_letter: bool, numbers: &PageNumbers) {
        let entry = &index.entries[number as usize];
        let parent_alone =
            entry.level > 0 && index.entries[..number as usize].last().is_some_and(|before| before.level < entry.level);
        let em = self.style.text.size;
        let turnover = em * (i64::from(entry.level) + 2);
        let style = BlockStyle { indent: -(em * 2), inset: turnover, ..self.style };
        let lines = self.set(&self.passage(entry, numbers), &style);
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            let breakable = match at {
                0 => !under_letter && !parent_alone && !rows.last().is_some_and(|row| row.kind == RowKind::Space),
                _ => count >= BROKEN_LINES && at >= 2 && count - at >= 2,
            };
            let kind = if at == 0 { RowKind::Start } else { RowKind::Turnover };
            rows.push(Row { entry: number, kind, x: turnover, line: Some(line), breakable });
        }
    }

    /// The lines of `passage` in a column.
    fn set(&self, passage: &Passage, style: &BlockStyle) -> Vec<Line> {
        let language = &self.maker.context.document.manifest.metadata.language;
        lines_outside(self.maker.context, passage, style, language, self.width - style.inset)
    }

    /// The entry as text: head, locators, references.
    fn passage(&self, entry: &IndexEntry, numbers: &PageNumbers) -> Passage {
        let mut inlines = vec![plain(&entry.head)];
        for locator in ranges(locators(&entry.marks, numbers)) {
            inlines.push(plain(", "));
            let kind = SpanKind::Link(LinkTarget::Place(locator.place));
            inlines.push(span(kind, &locator.text(self.words.in_note)));
        }
        self.references(&mut inlines, ", ", self.words.see, &entry.see);
        let before = if entry.marks.is_empty() && entry.see.is_empty() { ", " } else { "; " };
        self.references(&mut inlines, before, self.words.see_also, &entry.also);
        Passage { node: NodeId::default(), inlines }
    }

    fn references(&self, inlines: &mut Vec<Inline>, before: &str, word: &str, references: &[IndexReference]) {
        if references.is_empty() {
            return;
        }
        inlines.push(plain(before));
        inlines.push(span(SpanKind::Emphasis, word));
        for (at, reference) in references.iter().enumerate() {
            inlines.push(plain(if at == 0 { " " } else { "; " }));
            inlines.push(match reference.entry {
                Some(entry) => span(SpanKind::Link(LinkTarget::Place(Index::place(entry))), &reference.text),
                None => plain(&reference.text),
            });
        }
    }

    /// What stands over a column whose first row is `row`, if that lies inside a main entry.
    fn continued(&self, row: Option<&Row>) -> Option<Row> {
        let index = &self.maker.context.document.index;
        let row = row?;
        let level = index.entries[row.entry as usize].level;
        let inside = row.kind == RowKind::Turnover || (row.kind == RowKind::Start && level > 0);
        if !inside {
            return None;
        }
        let main = index.entries[..=row.entry as usize].iter().rev().find(|entry| entry.level == 0)?;
        let word = span(SpanKind::Emphasis, self.words.continued);
        let inlines = vec![plain(&format!("{} (", main.head)), word, plain(")")];
        let line = self.set(&Passage { node: NodeId::default(), inlines }, &self.style).into_iter().next()?;
        Some(Row { entry: row.entry, kind: RowKind::Continued, x: Length::ZERO, line: Some(line), breakable: true })
    }

    /// Where the columns of a page that starts with row `at` end, if they are at most `height` lines
    /// high: full, but level where the index ends.
    fn fill(&self, rows: &[Row], at: usize, height: usize) -> Fill {
        let column = |at: usize, height: usize| {
            let lead = self.continued(rows.get(at));
            (column_end(rows, at, height.saturating_sub(usize::from(lead.is_some())).max(1)), lead)
        };
        let columns = |height: usize| {
            let (middle, left) = column(at, height);
            let (end, right) = column(middle, height);
            Fill { middle, end, left, right }
        };
        let full = columns(height);
        if full.end < rows.len() {
            return full;
        }
        (1..height).map(columns).find(|fill| fill.end == rows.len()).unwrap_or(full)
    }

    /// Puts `rows` into `page`, below `lead` if there is one.
    fn column(&self, page: &mut Page, rows: &[Row], origin: Point, lead: Option<Row>) {
        let spaced = rows.iter().skip_while(|row| row.kind == RowKind::Space);
        for (at, row) in lead.iter().chain(spaced).enumerate() {
            let Some(line) = &row.line else { continue };
            let y = origin.y + self.baseline + self.style.leading * at as i64;
            if row.kind == RowKind::Start {
                page.places.push((Index::place(row.entry as usize), y - self.baseline));
            }
            let role = if row.kind == RowKind::Letter { Role::IndexLetter } else { Role::IndexEntry };
            page.items.push(artifact(Artifact::Text(role), Point::new(origin.x + row.x, y), line.clone()));
        }
    }
}

/// Where the two columns of a page end, and what stands over each.
struct Fill {
    middle: usize,
    end: usize,
    left: Option<Row>,
    right: Option<Row>,
}

/// Where a column of `height` lines ends that starts with row `at`: at the last place before it is
/// full where a column may start, or in an entry if there is none.
fn column_end(rows: &[Row], at: usize, height: usize) -> usize {
    let start = at + rows[at..].iter().take_while(|row| row.kind == RowKind::Space).count();
    let full = (start + height).min(rows.len());
    if full == rows.len() {
        return full;
    }
    (start + 1..=full).rev().find(|end| rows[*end].breakable).unwrap_or(full)
}

fn span(kind: SpanKind, text: &str) -> Inline {
    let content = vec![plain(text)];
    Inline::Span(SpanInline { kind, attributes: Default::default(), content, span: Span::new(SourceId(0), 0..0) })
}

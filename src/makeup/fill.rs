//! Units between two breaks → a page: everything in its place in the text block.

use super::Page;
use super::bill::bill;
use super::breaks::{Chapter, Unit, note_lines};
use super::solve::PagePlan;
use crate::document::TextPosition;
use crate::geometry::{Length, PageGeometry, Point, Rect, Size};
use crate::style::Ink;
use crate::typeset::{
    Artifact, BlockSetting, Galley, Ground, ItemContent, ItemRole, Line, NoteSetting, PageItem, Strip, StripContent,
};

/// Width of the rule above the notes.
const NOTE_RULE: Size = Size::new(Length::pt(40), Length::millipt(250));

/// The pages of `galley`, which `chapter` is made of, as `plans` have them.
pub(super) fn fill(galley: Galley, chapter: &Chapter, plans: &[PagePlan], geometry: &PageGeometry) -> Vec<Page> {
    let mut ways = vec![0; galley.strips.len()];
    for piece in plans.iter().flat_map(|plan| &plan.pieces) {
        ways[piece.strip as usize] = piece.way as usize;
    }
    let mut filler = Filler {
        chapter: galley.chapter,
        geometry,
        matter: chapter,
        grounds: galley.strips.iter().map(|strip| strip.ground).collect(),
        strips: galley.strips.into_iter().zip(ways).map(|(strip, way)| Source::new(strip, way)).collect(),
        notes: galley.notes,
        pages: Vec::with_capacity(plans.len()),
    };
    plans.iter().for_each(|plan| filler.page(plan));
    if let Some(first) = filler.pages.first_mut() {
        first.opener = true;
    }
    filler.pages
}

/// White between the ground of a box and the rule above the notes, which is never nearer than 4.5 pt to the line of
/// text above it.
const CLEAR: Length = Length::millipt(3_500);

/// A strip whose pieces are taken out in order.
enum Source {
    Lines { x: Length, lines: std::vec::IntoIter<Line> },
    Block(BlockSetting),
    Table { head: BlockSetting, continued: BlockSetting, rows: std::vec::IntoIter<BlockSetting>, foot: BlockSetting },
}

impl Source {
    /// `strip` in way `way`.
    fn new(strip: Strip, way: usize) -> Self {
        match strip.content {
            StripContent::Paragraph { settings, x } => {
                Self::Lines { x, lines: settings.into_nth(way).lines.into_iter() }
            }
            StripContent::Block(block) => Self::Block(block),
            StripContent::Table { head, continued, rows, foot } => {
                Self::Table { head, continued, rows: rows.into_iter(), foot }
            }
        }
    }
}

/// A box of which a part stands on the page.
struct OpenGround {
    ground: Ground,
    /// The first item that stands on it.
    item: usize,
    /// The grid lines between which it stands.
    top: u32,
    bottom: u32,
    /// Whether it starts on this page.
    starts: bool,
}

/// A line of a note, which stands `leading` below the one before it.
struct NoteLine {
    leading: Length,
    x: Length,
    line: Line,
}

/// Where the notes of a page stand.
struct Foot {
    /// Lines of text above them.
    used: u32,
    /// How many lines above the foot of the text block they end.
    short: u32,
    /// Whether the first of them goes on from the page before.
    continued: bool,
}

struct Filler<'a> {
    chapter: u32,
    geometry: &'a PageGeometry,
    matter: &'a Chapter,
    /// The box of each strip.
    grounds: Vec<Option<Ground>>,
    strips: Vec<Source>,
    notes: Vec<NoteSetting>,
    pages: Vec<Page>,
}

impl Filler<'_> {
    fn page(&mut self, plan: &PagePlan) {
        let (mut items, mut boxes) = (Vec::new(), Vec::new());
        let mut notes: Vec<u32> = plan.from.start.carried.iter().map(|carried| carried.note).collect();
        let mut line = 0;
        let mut text = 0;
        let mut open: Option<OpenGround> = None;
        for (index, piece) in plan.pieces.iter().enumerate() {
            line += piece.before;
            text = if index == plan.floats { items.len() } else { text };
            let units = &self.matter.parts[piece.strip as usize].ways[piece.way as usize].units;
            let last = plan.pieces.get(index + 1).is_none() || piece.units.end as usize == units.len();
            let ground = self.grounds[piece.strip as usize];
            if let Some(ended) = open.take_if(|open| Some(open.ground) != ground) {
                self.ground(&ended, true, None, &mut items);
            }
            if let (Some(ground), None) = (ground, &open) {
                let starts = piece.units.start == 0 && self.neighbour(piece.strip.checked_sub(1)) != Some(ground);
                open = Some(OpenGround { ground, item: items.len(), top: line, bottom: line, starts });
            }
            let top = line;
            for at in piece.units.clone() {
                let unit = &units[at as usize];
                let first = at == piece.units.start;
                let ends = last && at + 1 == piece.units.end;
                line += self.unit(piece.strip, unit, first, ends, line, &mut items);
                notes.extend(&unit.notes);
            }
            open.iter_mut().for_each(|open| open.bottom = line);
            boxes.push(self.lines_box(top, line));
        }
        let above_notes = items.len();
        let rest = self.foot(&notes, line, plan, &mut items);
        if let Some(open) = open {
            let last = plan.pieces.last().map_or(0, |piece| piece.strip);
            let ends = self.is_used_up(last) && self.neighbour(Some(last + 1)) != Some(open.ground);
            let rule = items.get(above_notes).map(|rule| rule.origin.y);
            self.ground(&open, ends, rule, &mut items);
        }
        self.push(items, text);
        if let Some(page) = self.pages.last_mut() {
            page.bill = bill(self.matter, self.geometry, plan);
            page.boxes = boxes;
        }
        self.continue_notes(rest);
    }

    /// Adds a page of `items`, of which the text starts with item `text`; before it stand floats.
    fn push(&mut self, mut items: Vec<PageItem>, text: usize) {
        items.shrink_to_fit();
        let position = |item: &PageItem| match item.role {
            ItemRole::Content(position) => Some(position),
            ItemRole::Artifact(_) => None,
        };
        let (floats, rest) = items.split_at(text);
        let start = rest.iter().chain(floats).find_map(position);
        self.pages.push(Page { items, start, ..Page::default() });
    }

    /// The measure between grid lines `top` and `bottom`.
    fn lines_box(&self, top: u32, bottom: u32) -> Rect {
        let (grid, measure) = (self.geometry.leading, self.geometry.measure());
        let origin = Point::new(Length::ZERO, grid * i64::from(top));
        Rect { origin, size: Size::new(measure, grid * i64::from(bottom - top)) }
    }

    /// The box of strip `index`, if there is such a strip.
    fn neighbour(&self, index: Option<u32>) -> Option<Ground> {
        index.and_then(|index| self.grounds.get(index as usize).copied().flatten())
    }

    /// Whether nothing of strip `index` is left for the next page.
    fn is_used_up(&self, index: u32) -> bool {
        match self.strips.get(index as usize) {
            Some(Source::Lines { lines, .. }) => lines.as_slice().is_empty(),
            Some(Source::Table { rows, .. }) => rows.as_slice().is_empty(),
            Some(Source::Block(_)) | None => true,
        }
    }

    /// Puts the ground of `open`, which `ends` on this page or not, below what stands on it: half a line
    /// higher and deeper, but where the box goes on from the page before or to the next, and clear of the
    /// rule above the notes, if there is one below it.
    fn ground(&self, open: &OpenGround, ends: bool, rule: Option<Length>, items: &mut Vec<PageItem>) {
        let grid = self.geometry.leading;
        let margin = |wanted: bool| if wanted { grid / 2 } else { Length::ZERO };
        let top = grid * i64::from(open.top) - margin(open.starts);
        let bottom = grid * i64::from(open.bottom) + margin(ends);
        let bottom = rule.map_or(bottom, |rule| bottom.min(rule - CLEAR));
        let area = |height: Length, ink: Ink| PageItem {
            origin: Point::new(open.ground.left, top),
            content: ItemContent::Fill { size: Size::new(open.ground.width, height), ink },
            role: ItemRole::Artifact(Artifact::Rule),
        };
        let rule = open.starts.then(|| area(open.ground.rule, open.ground.accent));
        let areas = std::iter::once(area(bottom - top, open.ground.tint)).chain(rule);
        items.splice(open.item..open.item, areas);
    }

    /// Places `unit` of strip `strip` at grid line `line`; returns the lines it takes.
    fn unit(
        &mut self,
        strip: u32,
        unit: &Unit,
        first: bool,
        ends_table: bool,
        line: u32,
        items: &mut Vec<PageItem>,
    ) -> u32 {
        let grid = self.geometry.leading;
        let top = |line: u32| grid * i64::from(line);
        match &mut self.strips[strip as usize] {
            Source::Lines { x, lines } => {
                let Some(content) = lines.next() else { return unit.height };
                let origin = Point::new(*x, top(line) + self.geometry.baseline());
                items.extend(content.drawn(self.chapter, origin));
                items.push(text(self.chapter, origin, content));
                unit.height
            }
            Source::Block(block) => {
                place(std::mem::take(&mut block.items), top(line), items);
                unit.height
            }
            Source::Table { head, continued, rows, foot } => {
                let head_height = match unit.index {
                    0 => {
                        place(std::mem::take(&mut head.items), top(line), items);
                        head.height
                    }
                    _ if first => {
                        place(continued.items.clone(), top(line), items);
                        continued.height
                    }
                    _ => 0,
                };
                if let Some(row) = rows.next() {
                    place(row.items, top(line + head_height), items);
                }
                let height = if first && unit.index > 0 { unit.height + unit.repeated } else { unit.height };
                if ends_table {
                    place(foot.items.clone(), top(line + height), items);
                }
                height
            }
        }
    }

    /// Places `notes` at the foot of a page of `plan` with `used` lines of text; returns what does not fit.
    fn foot(&mut self, notes: &[u32], used: u32, plan: &PagePlan, items: &mut Vec<PageItem>) -> Vec<NoteLine> {
        let mut lines = Vec::new();
        for note in notes {
            let carries = plan.to.start.carried.filter(|carried| carried.note == *note);
            let left = carries.map_or(0, |carried| self.matter.carried_lines(carried) as usize);
            let set = &mut self.notes[*note as usize];
            let here = set.lines.len().saturating_sub(left);
            lines.extend(set.lines.drain(..here).map(|(x, line)| NoteLine { leading: set.leading, x, line }));
        }
        let foot = Foot { used, short: plan.short, continued: plan.from.start.carried.is_some() };
        self.notes_at_foot(lines, foot, items)
    }

    /// Places as many of `lines` as fit at `foot`, below a rule: a long one where they are `continued` from the
    /// page before. Returns the others.
    fn notes_at_foot(&self, mut lines: Vec<NoteLine>, foot: Foot, items: &mut Vec<PageItem>) -> Vec<NoteLine> {
        let grid = self.geometry.leading;
        let lines_to_foot = self.geometry.lines.saturating_sub(foot.short);
        let free = lines_to_foot.saturating_sub(foot.used);
        let mut height = Length::ZERO;
        let mut count = 0;
        while count < lines.len() && note_lines(height + lines[count].leading, self.geometry) <= free {
            height += lines[count].leading;
            count += 1;
        }
        let rest = lines.split_off(count);
        if lines.is_empty() {
            return rest;
        }
        // The last note line stands on the last line of the page.
        let bottom = grid * i64::from(lines_to_foot) - grid + self.geometry.baseline();
        let rule = bottom - height - Length::millipt(2_500);
        let width = if foot.continued { self.geometry.measure() } else { NOTE_RULE.width };
        items.push(PageItem {
            origin: Point::new(Length::ZERO, rule),
            content: ItemContent::Fill { size: Size { width, ..NOTE_RULE }, ink: Ink::BLACK },
            role: ItemRole::Artifact(Artifact::Rule),
        });
        let mut y = bottom - height;
        for NoteLine { leading, x, line } in lines {
            y += leading;
            items.extend(line.drawn(self.chapter, Point::new(x, y)));
            items.push(text(self.chapter, Point::new(x, y), line));
        }
        rest
    }

    /// Sets notes that did not fit under their text on pages of their own.
    fn continue_notes(&mut self, mut rest: Vec<NoteLine>) {
        while !rest.is_empty() {
            let mut items = Vec::new();
            let before = rest.len();
            rest = self.notes_at_foot(rest, Foot { used: 0, short: 0, continued: true }, &mut items);
            if rest.len() == before {
                break;
            }
            self.push(items, 0);
        }
    }
}

fn text(chapter: u32, origin: Point, line: Line) -> PageItem {
    let position = TextPosition { chapter, node: line.node, offset: line.start };
    PageItem { origin, content: ItemContent::Line(line), role: ItemRole::Content(position) }
}

fn place(block: Vec<PageItem>, top: Length, items: &mut Vec<PageItem>) {
    items.extend(block.into_iter().map(|mut item| {
        item.origin.y += top;
        item
    }));
}

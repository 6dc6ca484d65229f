//! Random galleys, and what must be true of their pages.

use super::breaks::{self, Part, note_lines};
use super::solve::{self, Foot, Load, PagePlan, State};
use super::{Page, pages};
use crate::document::{NodeId, TextPosition};
use crate::geometry::{Length, PageGeometry, Point, Size};
use crate::style::Ink;
use crate::typeset::{
    BlockSetting, Galley, ItemContent, ItemRole, Line, NoteSetting, PageItem, ParagraphSetting, ParagraphSettings,
    Strip, StripContent,
};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Nodes of notes, so that their lines are told from those of the text.
const FIRST_NOTE: u32 = 1_000_000;

// ---- galleys by hand -----------------------------------------------------------------------------

/// A strip as it is thrown.
#[derive(Clone, Debug)]
enum Thrown {
    /// Lines; the line that holds a mark, with the lines of its note; the line that ends divided.
    Paragraph { lines: u32, note: Option<(u32, u32)>, hyphen: u32, longer: Option<i64> },
    /// Lines that stay with what follows.
    Heading(u32),
    /// Grid lines.
    Block(u32),
    /// Grid lines of the head and of each row.
    Table { head: u32, rows: Vec<u32> },
}

#[derive(Clone, Debug)]
struct ThrownStrip {
    strip: Thrown,
    above: u32,
    below: u32,
    page_break: bool,
}

fn geometry(lines: u32) -> PageGeometry {
    PageGeometry {
        trim: Size::new(Length::pt(480), Length::pt(680)),
        bleed: Length::ZERO,
        inner: Length::pt(60),
        outer: Length::pt(60),
        head: Length::pt(60),
        leading: Length::pt(14),
        lines,
    }
}

/// The galley of `thrown`: line `n` of strip `s` is node `s`, offset `n`; so are rows and blocks.
fn galley(thrown: &[ThrownStrip]) -> Galley {
    let mut notes = Vec::new();
    let strips = (0_u32..).zip(thrown).map(|(index, thrown)| strip(index, thrown, &mut notes)).collect();
    Galley { chapter: 0, strips, notes }
}

fn strip(index: u32, thrown: &ThrownStrip, notes: &mut Vec<NoteSetting>) -> Strip {
    let heading = matches!(thrown.strip, Thrown::Heading(_));
    let content = match &thrown.strip {
        Thrown::Paragraph { lines, note, hyphen, longer } => {
            let mut setting = lines_of(index, *lines);
            if let Some(line) = setting.get_mut(*hyphen as usize) {
                line.hyphenated = true;
            }
            if let Some((line, height)) = note {
                setting[(line % lines) as usize].notes = vec![notes.len() as u32];
                notes.push(note_of(notes.len() as u32, *height));
            }
            paragraph(setting, *longer)
        }
        Thrown::Heading(lines) => paragraph(lines_of(index, *lines), None),
        Thrown::Block(height) => StripContent::Block(block(index, 0, *height)),
        Thrown::Table { head, rows } => StripContent::Table {
            head: BlockSetting { height: *head, ..BlockSetting::default() },
            continued: BlockSetting { height: *head, ..BlockSetting::default() },
            rows: (0_u32..).zip(rows).map(|(row, height)| block(index, row, *height)).collect(),
            foot: BlockSetting::default(),
        },
    };
    Strip {
        ground: None,
        position: TextPosition::default(),
        above: thrown.above,
        below: thrown.below,
        keep_with_next: heading,
        keep_together: heading,
        page_break: thrown.page_break,
        content,
    }
}

/// A paragraph of `lines`, and perhaps a setting with a line more that has so many demerits.
fn paragraph(lines: Vec<Line>, longer: Option<i64>) -> StripContent {
    let more = longer.map(|demerits| {
        let added = Line { start: lines.len() as u32, notes: Vec::new(), hyphenated: false, ..lines[0].clone() };
        ParagraphSetting { lines: lines.iter().cloned().chain([added]).collect(), demerits }
    });
    let settings = ParagraphSettings::new(ParagraphSetting { lines, demerits: 0 }, more);
    StripContent::Paragraph { settings, x: Length::ZERO }
}

fn lines_of(node: u32, count: u32) -> Vec<Line> {
    let line = |start| Line { node: NodeId(node), start, ..Line::made(Vec::new(), Length::ZERO) };
    (0..count).map(line).collect()
}

fn note_of(note: u32, height: u32) -> NoteSetting {
    let lines = lines_of(FIRST_NOTE + note, height).into_iter().map(|line| (Length::ZERO, line)).collect();
    NoteSetting { lines, leading: Length::millipt(10_500) }
}

fn block(node: u32, offset: u32, height: u32) -> BlockSetting {
    let position = TextPosition { chapter: 0, node: NodeId(node), offset };
    let size = Size::new(Length::pt(9), Length::pt(14) * i64::from(height));
    let content = ItemContent::Fill { size, ink: Ink::BLACK };
    let item = PageItem { origin: Point::default(), content, role: ItemRole::Content(position) };
    BlockSetting { height, items: vec![item], notes: Vec::new() }
}

fn text(strip: Thrown) -> ThrownStrip {
    ThrownStrip { strip, above: 0, below: 0, page_break: false }
}

fn prose(lines: u32) -> ThrownStrip {
    text(Thrown::Paragraph { lines, note: None, hyphen: u32::MAX, longer: None })
}

// ---- galleys by chance ---------------------------------------------------------------------------

fn any_strip() -> impl Strategy<Value = ThrownStrip> {
    let note = proptest::option::weighted(0.3, (0_u32..12, 1_u32..5));
    let kind = prop_oneof![
        6 => (1_u32..12, note, 0_u32..20, proptest::option::weighted(0.3, 0_i64..1_000_000))
            .prop_map(|(lines, note, hyphen, longer)| Thrown::Paragraph { lines, note, hyphen, longer }),
        2 => (1_u32..3).prop_map(Thrown::Heading),
        1 => (1_u32..25).prop_map(Thrown::Block),
        1 => (0_u32..3, vec(1_u32..4, 1..9)).prop_map(|(head, rows)| Thrown::Table { head, rows }),
    ];
    (kind, 0_u32..3, 0_u32..3, proptest::bool::weighted(0.05))
        .prop_map(|(strip, above, below, page_break)| ThrownStrip { strip, above, below, page_break })
}

/// Paragraphs of four lines or more, some with a heading before them, some with a note.
fn any_prose() -> impl Strategy<Value = Vec<ThrownStrip>> {
    let note = proptest::option::weighted(0.2, (0_u32..12, 1_u32..4));
    let section = (proptest::option::weighted(0.2, 1_u32..3), 4_u32..13, note).prop_map(|(heading, lines, note)| {
        let heading = heading.map(|lines| ThrownStrip { above: 2, below: 1, ..text(Thrown::Heading(lines)) });
        heading
            .into_iter()
            .chain([text(Thrown::Paragraph { lines, note, hyphen: u32::MAX, longer: None })])
            .collect::<Vec<_>>()
    });
    vec(section, 1..40).prop_map(|sections| sections.concat())
}

// ---- reading the pages ---------------------------------------------------------------------------

/// Node and offset of a line, block or row.
type Thing = (u32, u32);

/// What stands on a page.
#[derive(Debug, Default)]
struct Standing {
    text: Vec<Thing>,
    notes: Vec<Thing>,
    /// Grid lines from the head of the page to the foot of the text.
    used: u32,
    /// Top of the highest line of a note.
    notes_top: Option<Length>,
}

fn standing(page: &Page, geometry: &PageGeometry) -> Standing {
    let mut standing = Standing::default();
    for item in &page.items {
        let ItemRole::Content(at) = item.role else { continue };
        match &item.content {
            ItemContent::Line(_) if at.node.0 >= FIRST_NOTE => {
                standing.notes.push((at.node.0 - FIRST_NOTE, at.offset));
                let top = item.origin.y - Length::millipt(10_500) * 3 / 4;
                standing.notes_top = Some(standing.notes_top.map_or(top, |least| least.min(top)));
            }
            ItemContent::Line(_) => {
                standing.text.push((at.node.0, at.offset));
                let foot = item.origin.y - geometry.baseline() + geometry.leading;
                standing.used = standing.used.max(foot.div_ceil(geometry.leading));
            }
            ItemContent::Fill { size, .. } => {
                standing.text.push((at.node.0, at.offset));
                standing.used = standing.used.max((item.origin.y + size.height).div_ceil(geometry.leading));
            }
            _ => unreachable!("no other things are thrown"),
        }
    }
    standing
}

fn all_standing(galley: &Galley, geometry: &PageGeometry) -> Vec<Standing> {
    let (pages, _) = pages(galley.clone(), geometry);
    pages.iter().map(|page| standing(page, geometry)).collect()
}

/// Node and offset of all that is text, and of all that is note, in order.
fn all_things(galley: &Galley) -> (Vec<Thing>, Vec<Thing>) {
    let mut text = Vec::new();
    for (node, strip) in (0_u32..).zip(&galley.strips) {
        let count = match &strip.content {
            StripContent::Paragraph { settings, .. } => settings.best().lines.len(),
            StripContent::Block(_) => 1,
            StripContent::Table { rows, .. } => rows.len(),
        };
        text.extend((0..count as u32).map(|offset| (node, offset)));
    }
    let notes = (0_u32..).zip(&galley.notes);
    (text, notes.flat_map(|(note, setting)| (0..setting.lines.len() as u32).map(move |line| (note, line))).collect())
}

/// The line of each mark, by note.
fn marks(galley: &Galley) -> BTreeMap<u32, Thing> {
    let mut marks = BTreeMap::new();
    for strip in &galley.strips {
        if let StripContent::Paragraph { settings, .. } = &strip.content {
            for line in &settings.best().lines {
                marks.extend(line.notes.iter().map(|note| (*note, (line.node.0, line.start))));
            }
        }
    }
    marks
}

// ---- the cheapest by trying all ------------------------------------------------------------------

/// The least that pages can cost from `state` on, every way of every page tried.
fn cheapest(parts: &[Part], geometry: &PageGeometry, state: State) -> i64 {
    let Some(_) = parts.get(state.strip as usize) else { return 0 };
    let mut least = i64::MAX;
    let tried = Tried { parts, geometry, start: state };
    tried.page(state.strip, 0, Length::ZERO, 0, &mut |next, cost| {
        least = least.min(cost + cheapest(parts, geometry, next));
    });
    least
}

/// A page of which every way is tried.
struct Tried<'a> {
    parts: &'a [Part],
    geometry: &'a PageGeometry,
    start: State,
}

impl Tried<'_> {
    /// Tries all from strip `index` on, behind `lines` of text and `notes`; tells `found` each end.
    fn page(&self, index: u32, lines: u32, notes: Length, cost: i64, found: &mut dyn FnMut(State, i64)) {
        let Some(part) = self.parts.get(index as usize) else { return };
        let at_head = lines == 0;
        let goes_on = at_head && self.start.unit > 0;
        for (before, space) in solve::spaces(part, at_head) {
            for (way, set) in (0_u32..).zip(&part.ways) {
                if goes_on && way != self.start.way {
                    continue;
                }
                let (mut lines, mut notes) = (lines + before, notes);
                let cost = cost + space + if goes_on { 0 } else { set.cost };
                let from = if goes_on { self.start.unit } else { 0 };
                for (at, unit) in (0_u32..).zip(&set.units).skip(from as usize) {
                    let alone = at_head && at == from;
                    lines += unit.height + if alone { unit.repeated } else { 0 };
                    notes += unit.notes_height;
                    let total = lines + note_lines(notes, self.geometry);
                    if total > self.geometry.lines && !alone {
                        break;
                    }
                    let ends = at as usize + 1 == set.units.len();
                    let next = if ends {
                        State { strip: index + 1, unit: 0, way: 0, ..self.start }
                    } else {
                        State { strip: index, unit: at + 1, way, ..self.start }
                    };
                    let penalty = if ends { unit.penalty } else { solve::break_price(unit, self.start.recto) };
                    self.ends(next, lines, notes, cost + penalty, found);
                    if total > self.geometry.lines {
                        break;
                    }
                    let forced = self.parts.get(index as usize + 1).is_none_or(|part| part.forced);
                    if ends && !forced {
                        self.page(index + 1, lines, notes, cost, found);
                    }
                }
            }
        }
    }

    fn ends(&self, next: State, lines: u32, notes: Length, cost: i64, found: &mut dyn FnMut(State, i64)) {
        let foot = match self.parts.get(next.strip as usize) {
            None => Foot::Last,
            Some(part) if part.forced && next.unit == 0 => Foot::Forced,
            Some(_) => Foot::Broken,
        };
        let load = Load { lines, notes };
        let free = self.geometry.lines.saturating_sub(lines + note_lines(notes, self.geometry));
        let raised = if notes > Length::ZERO { 0..=free.min(1) } else { free..=free };
        for short in raised {
            let facing = (!self.start.recto && foot == Foot::Broken).then_some(short);
            let price = solve::foot_price(self.geometry, self.start, load, (free, short), foot);
            found(State { recto: !self.start.recto, facing, ..next }, cost + price);
        }
    }
}

/// What `plans` cost, priced page by page.
fn cost_of(parts: &[Part], geometry: &PageGeometry, plans: &[PagePlan]) -> i64 {
    let (mut total, mut start) = (0, State::START);
    for (index, plan) in plans.iter().enumerate() {
        let (mut lines, mut notes) = (0, Length::ZERO);
        let mut penalty = 0;
        for (at, piece) in plan.pieces.iter().enumerate() {
            let part = &parts[piece.strip as usize];
            let set = &part.ways[piece.way as usize];
            lines += piece.before;
            let spaces: Vec<_> = solve::spaces(part, at == 0).collect();
            total += spaces.iter().find(|(before, _)| *before == piece.before).expect("an offered space").1;
            total += if piece.units.start == 0 { set.cost } else { 0 };
            for unit in piece.units.clone() {
                let first = at == 0 && unit == piece.units.start;
                let unit = &set.units[unit as usize];
                lines += unit.height + if first { unit.repeated } else { 0 };
                notes += unit.notes_height;
                let inside = (piece.units.end as usize) < set.units.len();
                penalty = if inside { solve::break_price(unit, start.recto) } else { unit.penalty };
            }
        }
        let foot = match plans.get(index + 1).and_then(|plan| plan.pieces.first()) {
            None => Foot::Last,
            Some(next) if parts[next.strip as usize].forced && next.units.start == 0 => Foot::Forced,
            Some(_) => Foot::Broken,
        };
        let free = geometry.lines.saturating_sub(lines + note_lines(notes, geometry));
        total += penalty + solve::foot_price(geometry, start, Load { lines, notes }, (free, plan.short), foot);
        let facing = (!start.recto && foot == Foot::Broken).then_some(plan.short);
        start = State { recto: !start.recto, facing, ..start };
    }
    total
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_line_block_row_and_note_stands_on_one_page_in_order(
        thrown in vec(any_strip(), 1..40), lines in 8_u32..30,
    ) {
        let (galley, geometry) = (galley(&thrown), geometry(lines));
        let pages = all_standing(&galley, &geometry);
        let (text, notes) = all_things(&galley);
        // A line more, where a longer setting was chosen, stands behind the others.
        let longer = |thing: &Thing| match &thrown[thing.0 as usize].strip {
            Thrown::Paragraph { lines, longer: Some(_), .. } => thing.1 == *lines,
            _ => false,
        };
        let set = pages.iter().flat_map(|page| page.text.clone()).filter(|thing| !longer(thing));
        prop_assert_eq!(set.collect::<Vec<_>>(), text);
        prop_assert_eq!(pages.iter().flat_map(|page| page.notes.clone()).collect::<Vec<_>>(), notes);
        prop_assert!(pages.iter().all(|page| !page.text.is_empty() || !page.notes.is_empty()));
    }

    #[test]
    fn no_page_is_too_full_unless_a_single_thing_is_higher_than_it(
        thrown in vec(any_strip(), 1..40), lines in 8_u32..30,
    ) {
        let (galley, geometry) = (galley(&thrown), geometry(lines));
        for page in all_standing(&galley, &geometry) {
            prop_assert!(page.used <= lines || page.text.len() == 1, "{:?}", page);
            let foot = geometry.leading * i64::from(page.used);
            prop_assert!(page.notes_top.is_none_or(|top| top >= foot), "{:?}", page);
        }
    }

    #[test]
    fn every_note_starts_on_the_page_of_its_mark(thrown in vec(any_strip(), 1..40), lines in 8_u32..30) {
        let (galley, geometry) = (galley(&thrown), geometry(lines));
        let pages = all_standing(&galley, &geometry);
        for (note, mark) in marks(&galley) {
            let of_mark = pages.iter().position(|page| page.text.contains(&mark));
            let of_note = pages.iter().position(|page| page.notes.contains(&(note, 0)));
            prop_assert_eq!(of_mark, of_note, "note {}", note);
        }
    }

    #[test]
    fn the_pages_are_the_cheapest_of_all_ways_to_break_them(thrown in vec(any_strip(), 1..5), lines in 4_u32..12) {
        let (galley, geometry) = (galley(&thrown), geometry(lines));
        let parts = breaks::parts(&galley, &geometry);
        prop_assume!(parts.iter().map(|part| part.ways[0].units.len()).sum::<usize>() <= 12);
        let plans = solve::solve(&parts, &geometry);
        prop_assert_eq!(cost_of(&parts, &geometry, &plans), cheapest(&parts, &geometry, State::START));
    }

    #[test]
    fn prose_has_no_widow_no_orphan_and_no_heading_at_the_foot_of_a_page(thrown in any_prose(), lines in 20_u32..40) {
        let (galley, geometry) = (galley(&thrown), geometry(lines));
        let pages = all_standing(&galley, &geometry);
        for (page, next) in pages.iter().zip(&pages[1..]) {
            let ((last, offset), (first, _)) = (page.text[page.text.len() - 1], next.text[0]);
            let strip = &thrown[last as usize].strip;
            prop_assert!(!matches!(strip, Thrown::Heading(_)), "a heading at the foot");
            if let Thrown::Paragraph { lines, .. } = strip && first == last {
                prop_assert!(offset > 0 && offset + 2 < *lines, "line {} of {} ends a page", offset, lines);
            }
        }
    }
}

#[test]
fn a_single_thing_higher_than_the_page_stands_alone() {
    let thrown = [prose(3), text(Thrown::Block(30)), prose(3)];
    let pages = all_standing(&galley(&thrown), &geometry(10));
    assert_eq!(pages.iter().map(|page| page.text.len()).collect::<Vec<_>>(), [3, 1, 3]);
}

#[test]
fn a_block_of_lines_higher_than_the_page_is_cut_between_them() {
    let mut high = galley(&[prose(3), text(Thrown::Block(25)), prose(3)]);
    let line = |at: u32| {
        let position = TextPosition { chapter: 0, node: NodeId(1), offset: at };
        let content = ItemContent::Line(Line { node: NodeId(1), start: at, ..Line::made(Vec::new(), Length::ZERO) });
        let y = Length::pt(14) * i64::from(at) + Length::millipt(10_500);
        PageItem { origin: Point::new(Length::ZERO, y), content, role: ItemRole::Content(position) }
    };
    let items = (0..25).map(line).collect();
    high.strips[1].content = StripContent::Block(BlockSetting { height: 25, items, notes: Vec::new() });
    let pages = all_standing(&high, &geometry(10));
    assert!(pages.iter().all(|page| page.used <= 10), "{pages:?}");
    let of_block = pages.iter().flat_map(|page| &page.text).filter(|thing| thing.0 == 1).map(|thing| thing.1);
    assert!(of_block.eq(0..25), "{pages:?}");
}

#[test]
fn space_above_is_dropped_at_the_head_of_a_page_and_kept_within_it() {
    let spaced = |lines| ThrownStrip { above: 2, ..prose(lines) };
    let pages = all_standing(&galley(&[spaced(4), spaced(4), spaced(5)]), &geometry(10));
    assert_eq!(pages.iter().map(|page| page.used).collect::<Vec<_>>(), [10, 5]);
}

#[test]
fn a_note_higher_than_a_page_goes_on_over_the_next_ones() {
    let note = Some((1, 40));
    let thrown = [text(Thrown::Paragraph { lines: 3, note, hyphen: u32::MAX, longer: None }), prose(4)];
    let pages = all_standing(&galley(&thrown), &geometry(12));
    assert_eq!(pages.iter().map(|page| page.notes.len()).sum::<usize>(), 40);
    let of_mark = pages.iter().find(|page| page.text.contains(&(0, 1))).expect("the mark");
    assert_eq!(of_mark.notes.first(), Some(&(0, 0)));
}

#[test]
fn a_strip_that_starts_a_page_does_so() {
    let thrown = [prose(4), ThrownStrip { page_break: true, ..prose(4) }];
    let pages = all_standing(&galley(&thrown), &geometry(30));
    assert_eq!(pages.iter().map(|page| page.text.len()).collect::<Vec<_>>(), [4, 4]);
}

#[test]
fn the_head_of_a_table_is_repeated_on_each_of_its_pages() {
    let thrown = [text(Thrown::Table { head: 2, rows: vec![1; 20] })];
    let pages = all_standing(&galley(&thrown), &geometry(10));
    let (used, rows): (Vec<_>, Vec<_>) = pages.iter().map(|page| (page.used, page.text.len())).unzip();
    assert!(used.iter().zip(&rows).all(|(used, rows)| *used == *rows as u32 + 2), "{used:?} {rows:?}");
}

//! Random galleys, and what must be true of their pages.

mod others;
mod tried;

use super::bill;
use super::breaks::{self, Chapter};
use super::filling::most_passed;
use super::rest::Rest;
use super::solve::{self, PagePlan, State};
use super::{Page, pages};
use crate::document::{NodeId, TextPosition};
use crate::geometry::{Length, PageGeometry, Point, Size};
use crate::style::Ink;
use crate::typeset::{
    BlockSetting, Floating, Galley, ItemContent, ItemRole, Line, NoteSetting, PageItem, ParagraphSetting,
    ParagraphSettings, Strip, StripContent,
};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;
use tried::cheapest;

/// Nodes of notes, so that their lines are told from those of the text.
const FIRST_NOTE: u32 = 1_000_000;

// ---- galleys by hand -----------------------------------------------------------------------------

/// A strip as it is thrown.
#[derive(Clone, Debug)]
enum Thrown {
    /// Lines; the line that holds a mark, with the lines of its note; the line that ends divided, or with a colon
    /// if it is the last.
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
    /// Whether it may leave its place.
    float: bool,
    /// The level of the heading, or of the section of the float.
    level: u8,
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
    let announces =
        matches!(&thrown.strip, Thrown::Paragraph { lines, hyphen, .. } if hyphen.checked_add(1) == Some(*lines));
    Strip {
        announces,
        above: thrown.above,
        below: thrown.below,
        keep_with_next: heading,
        keep_together: heading,
        page_break: thrown.page_break,
        barrier: heading.then_some(thrown.level),
        float: thrown.float.then_some(Floating { block: NodeId(index), section: thrown.level }),
        ..Strip::new(TextPosition { node: NodeId(index), ..TextPosition::default() }, content)
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
    ThrownStrip { strip, above: 0, below: 0, page_break: false, float: false, level: 2 }
}

fn prose(lines: u32) -> ThrownStrip {
    text(Thrown::Paragraph { lines, note: None, hyphen: u32::MAX, longer: None })
}

// ---- galleys by chance ---------------------------------------------------------------------------

fn any_strip() -> impl Strategy<Value = ThrownStrip> {
    let note = proptest::option::weighted(0.3, (0_u32..12, 1_u32..9));
    let kind = prop_oneof![
        6 => (1_u32..12, note, 0_u32..20, proptest::option::weighted(0.3, 0_i64..1_000_000))
            .prop_map(|(lines, note, hyphen, longer)| Thrown::Paragraph { lines, note, hyphen, longer }),
        2 => (1_u32..3).prop_map(Thrown::Heading),
        1 => (1_u32..25).prop_map(Thrown::Block),
        1 => (0_u32..3, vec(1_u32..4, 1..9)).prop_map(|(head, rows)| Thrown::Table { head, rows }),
    ];
    let rare = proptest::bool::weighted;
    (kind, 0_u32..3, 0_u32..3, rare(0.05), rare(0.7), 1_u8..4).prop_map(
        |(strip, above, below, page_break, float, level)| {
            let float = float && matches!(strip, Thrown::Block(_) | Thrown::Table { .. });
            ThrownStrip { strip, above, below, page_break, float, level }
        },
    )
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
    pages(galley.clone(), geometry, None).iter().map(|page| standing(page, geometry)).collect()
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

/// What `plans` cost by their bills.
fn cost_of(chapter: &Chapter, geometry: &PageGeometry, plans: &[PagePlan]) -> i64 {
    plans.iter().flat_map(|plan| bill::bill(chapter, geometry, plan)).map(|item| item.cost).sum()
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
        let (moved, set): (Vec<_>, Vec<_>) = pages
            .iter()
            .flat_map(|page| page.text.clone())
            .filter(|thing| !longer(thing))
            .partition(|thing| thrown[thing.0 as usize].float);
        let (floats, running): (Vec<_>, Vec<_>) = text.into_iter().partition(|thing| thrown[thing.0 as usize].float);
        prop_assert_eq!(set, running);
        prop_assert_eq!(moved, floats);
        prop_assert_eq!(pages.iter().flat_map(|page| page.notes.clone()).collect::<Vec<_>>(), notes);
        prop_assert!(pages.iter().all(|page| !page.text.is_empty() || !page.notes.is_empty()));
    }

    #[test]
    fn a_figure_stands_on_the_page_of_its_place_or_on_the_next_or_before_it_on_the_same_spread(
        thrown in vec(any_strip(), 1..40), lines in 8_u32..30,
    ) {
        let (galley, geometry) = (galley(&thrown), geometry(lines));
        let pages = all_standing(&galley, &geometry);
        let page_of = |node: u32| pages.iter().position(|page| page.text.iter().any(|thing| thing.0 == node));
        let last_page_of = |node: u32| pages.iter().rposition(|page| page.text.iter().any(|thing| thing.0 == node));
        for node in (1..thrown.len() as u32).filter(|node| thrown[*node as usize].float) {
            let Some(before) = (0..node).rev().find(|node| !thrown[*node as usize].float) else { continue };
            let (place, stands) = (last_page_of(before).expect("set"), page_of(node).expect("set"));
            if stands < place {
                prop_assert!(stands + 1 == place && stands % 2 == 1, "float {} on {}, its place on {}", node, stands, place);
            }
            let headed = (node + 1..thrown.len() as u32).find(|other| {
                    let other = &thrown[*other as usize];
                    matches!(other.strip, Thrown::Heading(_)) && other.level <= thrown[node as usize].level
                });
            let section = headed.and_then(page_of).unwrap_or(pages.len());
            prop_assert!(stands <= section, "float {} is behind the next heading", node);
            // Lines set before it though they stand behind it in the text.
            let passed = pages[..stands].iter().flat_map(|page| &page.text);
            let passed = passed.filter(|thing| thing.0 > node && !thrown[thing.0 as usize].float).count();
            prop_assert!(passed <= most_passed(&geometry) as usize, "{} lines before float {}", passed, node);
        }
    }

    #[test]
    fn a_note_is_split_only_where_two_lines_of_it_stand_on_each_page(
        thrown in vec(any_strip(), 1..40), lines in 8_u32..30,
    ) {
        let (galley, geometry) = (galley(&thrown), geometry(lines));
        let pages = all_standing(&galley, &geometry);
        for (note, setting) in (0_u32..).zip(&galley.notes).filter(|(_, note)| note.lines.len() < lines as usize) {
            let counts = pages.iter().map(|page| page.notes.iter().filter(|line| line.0 == note).count());
            let counts: Vec<usize> = counts.filter(|count| *count > 0).collect();
            prop_assert!(counts.len() == 1 || counts.iter().all(|count| *count >= 2), "{:?} of {}", counts, setting.lines.len());
        }
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
        let chapter = breaks::chapter(&galley, &geometry);
        prop_assume!(chapter.parts.iter().map(|part| part.ways[0].units.len()).sum::<usize>() <= 12);
        let plans = solve::solve(&chapter, &geometry);
        prop_assert_eq!(cost_of(&chapter, &geometry, &plans), cheapest(&chapter, &geometry, State::START));
    }

    #[test]
    fn a_promise_of_what_the_rest_costs_never_hides_cheaper_pages(thrown in vec(any_strip(), 1..30), lines in 8_u32..30) {
        let (galley, geometry) = (galley(&thrown), geometry(lines));
        let chapter = breaks::chapter(&galley, &geometry);
        let blind = solve::solve_with(&chapter, &geometry, &Rest::unknown(&chapter));
        let plans = solve::solve(&chapter, &geometry);
        prop_assert_eq!(cost_of(&chapter, &geometry, &plans), cost_of(&chapter, &geometry, &blind));
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

#[test]
fn a_line_is_white_between_a_figure_that_ends_a_page_and_the_notes_below_it() {
    let noted = text(Thrown::Paragraph { lines: 5, note: Some((0, 1)), hyphen: u32::MAX, longer: None });
    let figure = ThrownStrip { above: 2, ..text(Thrown::Block(11)) };
    let thrown = galley(&[noted, figure, prose(30)]);
    let made = pages(thrown.clone(), &geometry(20), None);
    // The figure would fill the page, and stands a line nearer to the text instead.
    assert_eq!(all_standing(&thrown, &geometry(20))[0].used, 17);
    assert!(made[0].bill.iter().all(|item| item.what != bill::What::Crowded), "{:?}", made[0].bill);
}

#[test]
fn no_recto_ends_with_a_colon_where_two_lines_more_before_it_prevent_that() {
    let longer = || text(Thrown::Paragraph { lines: 4, note: None, hyphen: u32::MAX, longer: Some(0) });
    let announcing = text(Thrown::Paragraph { lines: 4, note: None, hyphen: 3, longer: None });
    let thrown = [longer(), longer(), announcing, prose(30)];
    let recto = all_standing(&galley(&thrown), &geometry(12));
    assert_eq!(recto[0].text.last(), Some(&(2, 1)));
    let on_verso: Vec<ThrownStrip> = std::iter::once(prose(12)).chain(thrown).collect();
    let verso = pages(galley(&on_verso), &geometry(12), None);
    assert!(verso[1].bill.iter().any(|item| item.what == bill::What::Colon), "{:?}", verso[1].bill);
}

//! The initial of a chapter, and ordinals.

use super::tests::{PROSE, logical, set, shape, shaper, text, words};
use super::{Dropped, Shape};
use crate::document::{Attributes, Inline, LinkTarget, SpanInline, SpanKind};
use crate::geometry::Length;
use crate::language::Language;
use crate::shaping::{PlacedRun, RunKind};
use crate::source::{SourceId, Span};
use crate::style::{Face, Family, Figures, Ink, TextStyle, Weight};
use crate::typeset::Line;
use proptest::prelude::*;

const LEADING: Length = Length::pt(14);

fn display() -> TextStyle {
    let face = Face { family: Family::Display, weight: Weight::Regular, italic: false };
    TextStyle { face, size: Length::pt(40), figures: Figures::Lining, small_caps: false, ink: Ink::ACCENT }
}

fn dropped(lines: u32, lead_in: u32) -> Shape {
    let initial = Some(Dropped { style: display(), lines, leading: LEADING });
    Shape { initial, lead_in, variants: true, ..shape(250) }
}

fn initial(line: &Line) -> Option<&PlacedRun> {
    line.runs.iter().find(|run| matches!(run.kind, RunKind::Initial(_)))
}

#[test]
fn an_initial_reaches_from_the_baseline_of_its_last_line_to_the_top_of_the_first() {
    let language = Language::new("en-GB").expect("a tag");
    for (lines, lead_in, letter, small_caps) in [(2, 0, "H", false), (3, 0, "H", false), (3, 3, "x", true)] {
        let (set, _) = set(vec![text(PROSE)], "en-GB", &dropped(lines, lead_in));
        let run = initial(&set[0]).expect("an initial");
        assert_eq!(run.rise, -(LEADING * i64::from(lines - 1)));
        let top = shaper().reach(TextStyle { size: run.size, ..display() }, &language, "H").expect("a capital").0;
        let size = Length::millipt(10_500);
        let face = Face { family: Family::Text, weight: Weight::Regular, italic: false };
        let style = TextStyle { face, size, figures: Figures::OldStyle, small_caps, ink: Ink::BLACK };
        let high = shaper().reach(style, &language, letter).expect("a letter").0;
        assert!((run.rise + top - high).abs() < Length::millipt(30), "{lines} {lead_in}");
    }
}

#[test]
fn lines_beside_an_initial_start_at_its_edge_and_end_at_the_margin() {
    let (lines, diagnostics) = set(vec![text(PROSE)], "en-GB", &dropped(3, 0));
    let run = initial(&lines[0]).expect("an initial");
    let left = |line: &Line| line.runs.iter().filter(|run| matches!(run.kind, RunKind::Text(_))).map(|run| run.x).min();
    let edge = left(&lines[1]).expect("text");
    assert!(edge > run.x + run.width() - Length::pt(2) && edge < run.x + run.width() + Length::pt(5));
    assert!((left(&lines[0]).expect("text") - edge).abs() < Length::pt(1));
    assert!((left(&lines[2]).expect("text") - edge).abs() < Length::pt(1));
    assert!(left(&lines[3]).expect("text") < Length::pt(1));
    let right = |line: &Line| line.runs.last().map(|run| run.x + run.width()).expect("runs");
    assert!(lines[..lines.len() - 1].iter().all(|line| right(line) > Length::pt(249) && right(line) < Length::pt(256)));
    assert_eq!(diagnostics, []);
}

#[test]
fn an_initial_within_a_link_is_a_part_of_it() {
    let target = LinkTarget::External("https://example.org/".into());
    let linked = |words: &str| {
        let (kind, span) = (SpanKind::Link(target.clone()), Span { source: SourceId(0), start: 0, end: 0 });
        let link = SpanInline { kind, attributes: Attributes::default(), content: vec![text(words)], span };
        set(vec![Inline::Span(link), text(PROSE)], "en-GB", &dropped(3, 0)).0.swap_remove(0)
    };
    for words in ["Every city", "E"] {
        let line = linked(words);
        let letter = initial(&line).expect("an initial");
        let [link] = &line.links[..] else { panic!("one link: {:?}", line.links) };
        assert_eq!((link.x, &link.target), (Length::ZERO, &target));
        assert!(link.width >= letter.x + letter.width(), "{words}");
    }
}

#[test]
fn nothing_of_the_text_is_lost_to_its_initial_and_the_passage_starts_with_it() {
    let (lines, _) = set(vec![text(PROSE)], "en-GB", &dropped(3, 3));
    let letter = initial(&lines[0]).expect("an initial");
    assert_eq!((letter.kind, &*letter.run.text, lines[0].start), (RunKind::Initial(0), "I", 0));
    let rest: String = lines.iter().map(logical).collect();
    assert_eq!(format!("I{rest}"), PROSE.split_whitespace().collect::<String>());
}

#[test]
fn a_quotation_mark_before_an_initial_hangs_in_the_margin_in_the_size_of_the_text() {
    let (lines, _) = set(vec![text(&format!("“{PROSE}”"))], "en-GB", &dropped(2, 0));
    let [mark, letter, ..] = &lines[0].runs[..] else { panic!("runs") };
    assert_eq!((mark.kind, &*mark.run.text, mark.rise), (RunKind::Text(0), "“", Length::ZERO));
    assert!(mark.size == Length::millipt(10_500) && mark.x + mark.width() <= Length::ZERO);
    assert_eq!((letter.kind, &*letter.run.text), (RunKind::Initial(3), "I"));
}

#[test]
fn a_letter_that_is_a_word_has_a_space_behind_it_and_one_that_starts_a_word_has_none() {
    let space = |inlines: Vec<Inline>| {
        let (lines, _) = set(inlines, "en-GB", &dropped(2, 0));
        assert!(initial(&lines[0]).is_some());
        lines[0].runs.get(1).map(|run| run.space_before)
    };
    assert_eq!(space(vec![text(&format!("A {PROSE}"))]), Some(true));
    assert_eq!(space(vec![text(PROSE)]), Some(false));
    let span = |kind, content| {
        let span = Span { source: SourceId(0), start: 0, end: 0 };
        Inline::Span(SpanInline { kind, attributes: Attributes::default(), content, span })
    };
    let marked = |kind: SpanKind, rest: &str| vec![span(kind, vec![text("A")]), text(&format!("{rest}{PROSE}"))];
    for kind in [SpanKind::Emphasis, SpanKind::Strong, SpanKind::Plain] {
        assert_eq!(space(marked(kind.clone(), " ")), Some(true), "{kind:?}");
        assert_eq!(space(marked(kind.clone(), "")), Some(false), "{kind:?}");
    }
}

#[test]
fn figures_han_short_paragraphs_and_what_is_no_plain_text_have_no_initial() {
    let code = Inline::Code { text: "Code".to_owned(), span: Span { source: SourceId(0), start: 0, end: 0 } };
    let long = |start: &str| vec![text(&format!("{start} {PROSE}"))];
    let short = vec![text("In olden times.")];
    let cases = [long("2015"), long("北京"), long("in"), long("(In"), short, vec![code, text(PROSE)]];
    for inlines in cases {
        let (lines, diagnostics) = set(inlines.clone(), "en-GB", &dropped(3, 0));
        assert!(lines.iter().all(|line| initial(line).is_none()), "{inlines:?}");
        assert_eq!(diagnostics, []);
    }
}

#[test]
fn an_initial_with_a_tail_keeps_the_line_below_it_clear() {
    let beside = |letter: char| {
        let (lines, _) = set(vec![text(&format!("{letter}uite. {PROSE}"))], "en-GB", &dropped(2, 0));
        lines.iter().take_while(|line| line.runs.last().is_some() && stands_in(line)).count()
    };
    assert_eq!((beside('S'), beside('Q')), (2, 3));
}

fn stands_in(line: &Line) -> bool {
    line.runs.iter().filter(|run| matches!(run.kind, RunKind::Text(_))).all(|run| run.x > Length::pt(5))
}

#[test]
fn the_letters_of_an_ordinal_are_superior_and_are_the_letters_of_the_text() {
    let (lines, _) = set(vec![text("the 21st century")], "en-GB", &shape(250));
    let runs: Vec<&PlacedRun> = lines[0].runs.iter().collect();
    let letters = runs.iter().find(|run| &*run.run.text == "st").expect("the letters");
    let plain = shaper().fonts().get(letters.run.font).glyph('s');
    assert!(Some(letters.run.glyphs[0].id) != plain && letters.size == runs[0].size && letters.rise == Length::ZERO);
    assert_eq!(logical(&lines[0]), "the21stcentury");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn beside_any_initial_no_line_is_too_wide_and_nothing_is_lost(
        content in words(), first in "[A-Z“]{1,3}", points in 60_i64..400, lines in 2_u32..=4, lead_in in 0_u32..4,
    ) {
        let content = format!("{first}{content}");
        let (set, diagnostics) = set(vec![text(&content)], "en-GB", &Shape { measure: Length::pt(points), ..dropped(lines, lead_in) });
        let mut runs: Vec<(u32, &str)> = Vec::new();
        for run in set.iter().flat_map(|line| &line.runs) {
            if let RunKind::Text(offset) | RunKind::Initial(offset) = run.kind {
                runs.push((offset, &run.run.text));
            }
        }
        runs.sort_unstable();
        let shown: String = runs.iter().map(|(_, text)| *text).collect();
        prop_assert_eq!(shown, content.split_whitespace().collect::<String>());
        prop_assert_eq!(set[0].start, 0);
        let beside = initial(&set[0]).map_or(0, |_| lines as usize);
        prop_assert!(set.len() >= beside);
        let widest = set.iter().map(|line| line.width).max().unwrap_or_default();
        prop_assert!(widest <= Length::pt(points) || !diagnostics.is_empty(), "{:?}", widest);
    }
}

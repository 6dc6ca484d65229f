//! Paragraphs of every kind: nothing is lost, nothing sticks out without a word about it.

use super::collect::{Collected, Raised, State};
use super::cut::{Words, cut};
use super::fill::Indents;
use super::linebreak::{Measure, Solution, solve, solve_with_all_nodes};
use super::rivers::{calmed, guilty_lines};
use super::{Setter, Shape, Surroundings};
use crate::diag::Diagnostic;
use crate::document::{Attributes, Inline, LinkTarget, NodeId, Passage, SpanInline, SpanKind};
use crate::fonts::FontSet;
use crate::geometry::Length;
use crate::language::{Direction, Language};
use crate::manifest::FontChoice;
use crate::shaping::{RunKind, Shaper};
use crate::source::{SourceId, Span};
use crate::style::{Alignment, Exceptions, Face, Family, Figures, Ink, Micro, TextStyle, Weight};
use crate::typeset::Line;
use proptest::prelude::*;
use std::sync::{Arc, OnceLock};

struct Nothing;

impl Surroundings for Nothing {
    fn note_number(&self, note: u32) -> u32 {
        note + 1
    }
    fn page_reference(&self, _: &LinkTarget, _: NodeId, _: u32) -> Option<String> {
        None
    }
    fn reference(&self, _: &LinkTarget) -> Option<String> {
        None
    }
}

pub(super) fn shaper() -> &'static Shaper {
    static SHAPER: OnceLock<Shaper> = OnceLock::new();
    SHAPER.get_or_init(|| Shaper::new(Arc::new(FontSet::builtin(&FontChoice::default()).0)))
}

const NOWHERE: Span = Span { source: SourceId(0), start: 0, end: 0 };

pub(super) fn text(text: &str) -> Inline {
    Inline::Text { text: text.to_owned(), span: NOWHERE }
}

pub(super) fn foreign(content: &str, language: &str) -> Inline {
    let attributes = Attributes { language: Language::new(language), ..Attributes::default() };
    Inline::Span(SpanInline { kind: SpanKind::Plain, attributes, content: vec![text(content)], span: NOWHERE })
}

pub(super) fn shape(points: i64) -> Shape {
    Shape {
        measure: Length::pt(points),
        indent: Length::ZERO,
        alignment: Alignment::Justified,
        hyphenate: true,
        direction: Direction::LeftToRight,
        lead_in: 0,
        initial: None,
        looseness: 0,
        variants: false,
        micro: Micro::default(),
    }
}

pub(super) fn set(inlines: Vec<Inline>, language: &str, shape: &Shape) -> (Vec<Line>, Vec<Diagnostic>) {
    let face = Face { family: Family::Text, weight: Weight::Regular, italic: false };
    let size = Length::millipt(10_500);
    let style = TextStyle { face, size, figures: Figures::OldStyle, small_caps: false, ink: Ink::BLACK };
    let passage = Passage { node: NodeId(1), inlines };
    let setter = Setter { shaper: shaper(), exceptions: Exceptions::NONE, ordinals: true, around: &Nothing };
    let language = Language::new(language).expect("a tag");
    let set = setter.set(&passage, "", style, &language, shape);
    let diagnostics = set.diagnostics;
    (set.settings.into_best().lines, diagnostics)
}

/// The text of a line in the order of reading: runs by their place in the passage.
pub(super) fn logical(line: &Line) -> String {
    let mut runs: Vec<(u32, &str)> = line
        .runs
        .iter()
        .filter_map(|run| match run.kind {
            RunKind::Text(offset) => Some((offset, &*run.run.text)),
            _ => None,
        })
        .collect();
    runs.sort_unstable();
    runs.into_iter().map(|(_, text)| text).collect()
}

/// Lines of `content`, shown with `|` at a hyphen.
fn check(content: &str, language: &str, points: i64, expected: &[&str]) {
    let (lines, diagnostics) = set(vec![text(content)], language, &shape(points));
    let shown: Vec<String> = lines
        .iter()
        .map(|line| {
            let words: Vec<&str> = content[line.start as usize..line.end as usize].split_whitespace().collect();
            format!("{}{}", words.join(" "), if line.hyphenated { "|" } else { "" })
        })
        .collect();
    assert_eq!(shown, expected);
    assert_eq!(diagnostics, []);
}

pub(super) const PROSE: &str = "In olden times when wishing still helped one, there lived a king whose daughters were all \
                     beautiful, but the youngest was so beautiful that the sun itself, which has seen so much, was \
                     astonished whenever it shone in her face.";

#[test]
fn a_paragraph_is_broken_as_a_whole() {
    check(
        PROSE,
        "en-GB",
        250,
        &[
            "In olden times when wishing still helped one, there",
            "lived a king whose daughters were all beautiful, but",
            "the youngest was so beautiful that the sun itself, which",
            "has seen so much, was astonished whenever it shone",
            "in her face.",
        ],
    );
}

#[test]
fn full_lines_are_exactly_as_wide_as_the_measure() {
    let (lines, _) = set(vec![text(PROSE)], "en-GB", &shape(250));
    for line in &lines[..lines.len() - 1] {
        assert_eq!(line.width, Length::pt(250));
    }
}

#[test]
fn brackets_in_a_phrase_from_right_to_left_are_mirrored() {
    let (lines, _) = set(vec![text("Read "), foreign("مدينة (عمان) كبيرة", "ar")], "en-GB", &shape(300));
    let glyph = |character: char| {
        let runs = lines[0].runs.iter().filter(|run| run.run.direction == Direction::RightToLeft);
        let all: Vec<_> = runs.flat_map(|run| run.run.glyphs.iter().map(|glyph| (run.run.font, glyph.id))).collect();
        all.iter().filter(|(font, id)| shaper().fonts().get(*font).glyph(character) == Some(*id)).count()
    };
    assert_eq!((glyph('('), glyph(')')), (1, 1));
    // The run that opens the bracket in reading shows the glyph that closes it from left to right.
    let opening = lines[0].runs.iter().find(|run| run.run.text.contains('(')).expect("a run with the bracket");
    let right_most = opening.run.glyphs.last().expect("glyphs");
    assert_eq!(shaper().fonts().get(opening.run.font).glyph(')'), Some(right_most.id));
}

#[test]
fn an_arabic_phrase_in_two_lines_has_its_first_words_in_the_first() {
    let phrase = "مدينة التعلم في عمان مدينة كبيرة جدا وفيها ناس كثيرون يتعلمون كل يوم";
    let (lines, _) = set(vec![text("Read this aloud: "), foreign(phrase, "ar"), text(" now.")], "en-GB", &shape(260));
    assert!(lines.len() > 1);
    assert!(logical(&lines[0]).contains("مدينة"));
    // In a line the first word stands furthest to the right.
    let arabic: Vec<(u32, Length)> = lines[0]
        .runs
        .iter()
        .filter(|run| run.run.direction == Direction::RightToLeft)
        .filter_map(|run| if let RunKind::Text(offset) = run.kind { Some((offset, run.x)) } else { None })
        .collect();
    assert!(arabic.len() > 2);
    assert!(arabic.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 > pair[1].1));
}

#[test]
fn the_last_word_of_a_paragraph_is_not_divided() {
    let (lines, _) = set(vec![text(&format!("{PROSE} internationalization"))], "en-GB", &shape(251));
    let before_last = &lines[lines.len() - 2];
    assert!(!before_last.hyphenated);
}

#[test]
fn a_word_wider_than_the_line_is_cut_and_reported() {
    let word = "x".repeat(300);
    let (lines, diagnostics) = set(vec![text(&word)], "en-GB", &shape(200));
    assert_eq!(lines.iter().map(logical).collect::<String>(), word);
    assert!(lines.iter().all(|line| line.width <= Length::pt(200)));
    assert_eq!(diagnostics.len(), 1);
}

#[test]
fn a_loose_line_is_better_than_one_that_is_too_wide() {
    let code = Inline::Code { text: "CARGO_REGISTRIES_<name>_CREDENTIAL_PROVIDER".to_owned(), span: NOWHERE };
    let (lines, diagnostics) = set(vec![text("Environment: "), code], "en-GB", &shape(297));
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.width <= Length::pt(297)));
    assert_eq!(diagnostics, []);
}

#[test]
fn a_forced_break_ends_a_line_without_stretching_it() {
    let (lines, _) = set(vec![text("one two"), Inline::LineBreak, text("three")], "en-GB", &shape(200));
    assert_eq!(lines.len(), 2);
    assert_eq!((logical(&lines[0]), logical(&lines[1])), ("onetwo".into(), "three".into()));
    assert_eq!(lines[0].ratio, 0);
}

#[test]
fn spaces_and_breaks_by_hand_at_the_end_of_a_paragraph_make_no_line() {
    let set = |content: &[Inline]| set(content.to_vec(), "en-GB", &shape(200)).0;
    for end in ["one\u{A0}", "one ", "one", "one\u{202C}\u{2028}"] {
        for breaks in 0..3 {
            let content = [vec![text(end)], vec![Inline::LineBreak; breaks]].concat();
            assert_eq!(set(&content).len(), 1, "{end:?} and {breaks} breaks");
        }
    }
    let broken = set(&[text("one\u{A0}"), Inline::LineBreak, text("two")]);
    let alone = ["one", "two"].map(|word| set(&[text(word)])[0].width);
    assert_eq!(broken.iter().map(|line| line.width).collect::<Vec<_>>(), alone);
}

#[test]
fn a_note_mark_stays_with_its_word() {
    let mark = Inline::NoteMark { note: 0, span: NOWHERE };
    for points in 60..90 {
        let (lines, _) = set(vec![text("alpha beta gamma"), mark.clone(), text(" delta")], "en-GB", &shape(points));
        let line = lines.iter().find(|line| line.notes == [0]).expect("the mark is set");
        assert!(logical(line).contains("gamma"), "{points}");
    }
}

/// A text of some length whose words vary, from the words of [`PROSE`] in an order that never repeats.
fn long_prose() -> String {
    let words: Vec<&str> = PROSE.split(' ').collect();
    let word = |index: usize| words[(index * index * 7 + index * 3) % words.len()];
    (0..400).map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_line_first_takes_what_it_lacks_from_its_glyphs_up_to_a_fiftieth() {
    let (lines, _) = set(vec![text(&long_prose())], "en-GB", &shape(312));
    for line in &lines {
        let stretch = line.runs[0].stretch;
        assert!(line.runs.iter().all(|run| run.stretch == stretch && stretch.abs() <= 20));
        assert!(line.ratio.abs() < 60 || stretch.abs() == 20, "{} {stretch}", line.ratio);
    }
    assert!(lines.iter().any(|line| line.runs[0].stretch > 0) && lines.iter().any(|line| line.runs[0].stretch < 0));
}

#[test]
fn glyphs_and_margins_are_left_alone_where_the_book_says_so() {
    let plain = Shape { micro: Micro::NONE, ..shape(250) };
    let (lines, _) = set(vec![text(&long_prose())], "en-GB", &plain);
    assert!(lines.iter().flat_map(|line| &line.runs).all(|run| run.stretch == 0));
    assert!(lines.iter().all(|line| line.runs[0].x == Length::ZERO));
}

#[test]
fn code_chinese_and_arabic_keep_their_width() {
    let code = Inline::Code { text: "a_word".to_owned(), span: NOWHERE };
    let inlines = vec![text(&long_prose()), code, foreign("终身学习", "zh-Hans"), foreign("مدينة", "ar"), text(PROSE)];
    let (lines, _) = set(inlines, "en-GB", &shape(250));
    let rigid = |run: &&crate::shaping::PlacedRun| run.run.text.contains(['_', '终', 'م']);
    let runs: Vec<_> = lines.iter().flat_map(|line| &line.runs).filter(rigid).collect();
    assert!(runs.len() >= 3);
    assert!(runs.iter().all(|run| run.stretch == 0));
}

#[test]
fn a_quotation_mark_at_the_start_and_a_comma_at_the_end_hang_into_the_margin() {
    let content = format!("‘Well, {}", "word, ‘word ".repeat(60));
    let (lines, _) = set(vec![text(&content)], "en-GB", &shape(250));
    assert!(lines[0].runs[0].x < Length::ZERO);
    let hanging = |line: &&Line| content[line.start as usize..line.end as usize].trim_end().ends_with(',');
    let line = lines.iter().find(hanging).expect("a line that ends with a comma");
    let last = line.runs.last().expect("runs");
    assert!(last.x + last.width() > Length::pt(250) + Length::pt(1) / 2);
}

#[test]
fn no_line_ends_between_a_number_and_its_unit_or_an_initial_and_its_name() {
    let texts = [
        ("en-GB", "The city of 20 km² and J. Smith of p. 7 and more ", ["20", "J.", "p."]),
        ("fi", "Se on 20 milj. kirjaa klo 7 ja n. 9 iloa ja maa ", ["20", "klo", "n."]),
    ];
    for (language, content, starts) in texts {
        let content = content.repeat(12);
        for points in 220..320 {
            let (lines, _) = set(vec![text(content.trim())], language, &shape(points));
            for line in &lines[..lines.len() - 1] {
                let set = content[line.start as usize..line.end as usize].trim_end();
                assert!(!starts.iter().any(|start| set.ends_with(&format!(" {start}"))), "{points}: {set}");
            }
        }
    }
}

#[test]
fn a_dash_between_spaces_ends_a_line_and_does_not_start_one() {
    let content = "the plain word – and another plain word ".repeat(14);
    for points in 220..320 {
        let (lines, _) = set(vec![text(content.trim())], "en-GB", &shape(points));
        assert!(lines.iter().all(|line| !logical(line).starts_with('–')), "{points}");
    }
}

#[test]
fn no_three_lines_in_a_row_end_with_a_hyphen_and_no_last_line_is_a_word_piece() {
    let content =
        "an internationalization of the characterization and understanding of the responsibilities ".repeat(20);
    for points in 260..340 {
        let (lines, _) = set(vec![text(content.trim())], "en-GB", &shape(points));
        assert!(lines.windows(3).all(|three| !three.iter().all(|line| line.hyphenated)), "{points}");
        assert!(!lines[lines.len() - 2].hyphenated || lines[lines.len() - 1].width > Length::pt(40), "{points}");
    }
}

/// What `look` finds in `content`, cut into words for lines of `points`, which are `ragged` or not.
fn in_words<T>(content: &str, points: i64, ragged: bool, look: impl FnOnce(&Words<'_>, &Measure) -> T) -> T {
    let inlines = [text(content)];
    let face = Face { family: Family::Text, weight: Weight::Regular, italic: false };
    let (size, language) = (Length::millipt(10_500), Language::new("en-GB").expect("a tag"));
    let style = TextStyle { face, size, figures: Figures::OldStyle, small_caps: false, ink: Ink::BLACK };
    let rise = Length::ZERO;
    let state = State {
        style,
        language,
        hyphenate: true,
        rise,
        link: None,
        address: false,
        raised: Raised::Never,
        struck: None,
    };
    let mut collected = Collected::default();
    collected.inlines(&inlines, &state, &Nothing);
    let width = Length::pt(points);
    let words = cut(&collected, shaper(), Exceptions::NONE, Direction::LeftToRight, width, true);
    let (indents, hang) = (Indents::default(), words.hang_start);
    let (slack, expansion) = if ragged { (width / 4, 0) } else { (Length::ZERO, 20) };
    look(&words, &Measure { width, indents, hang, slack, ragged, expansion, em: size })
}

#[test]
fn paragraphs_with_rivers_are_broken_again_and_have_fewer() {
    let (mut before, mut after) = (0, 0);
    for points in 250..330 {
        in_words(&long_prose(), points, false, |words, measure| {
            let solutions = solve(&words.breakpoints, measure);
            let calm = calmed(words, measure, solutions.clone());
            let rivers = |solution: &Solution| guilty_lines(words, measure, solution).len();
            assert!(rivers(&calm[0]) <= rivers(&solutions[0]), "{points}");
            before += rivers(&solutions[0]);
            after += rivers(&calm[0]);
        });
    }
    assert!(before > 20 && after < before, "{before} {after}");
}

pub(super) fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-z]{1,14}[,.;]?",
        1 => "[A-Z]{2,30}",
        1 => "[a-z]{2,8}-[a-z]{2,8}",
        1 => "[0-9]{1,12}",
        1 => "[一-龥]{1,20}",
        1 => "[가-힣]{1,12}",
        1 => "[ء-ي]{1,12}",
        1 => "https://[a-z]{3,12}/[a-z/]{1,40}",
    ];
    prop::collection::vec(word, 1..80).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ways_that_are_not_followed_would_have_led_to_no_better_setting(
        content in words(), points in 30_i64..400, ragged in any::<bool>(),
    ) {
        in_words(&content, points, ragged, |words, measure| {
            let all = solve_with_all_nodes(&words.breakpoints, measure);
            prop_assert_eq!(solve(&words.breakpoints, measure), all);
            Ok(())
        })?;
    }

    #[test]
    fn no_character_is_lost_and_no_line_is_too_wide_without_a_word_about_it(
        content in words(), points in 30_i64..400, language in prop::sample::select(vec!["en-GB", "fi", "ar", "ko", "gn"]),
    ) {
        let direction = Language::new(language).expect("a tag").direction();
        let shape = Shape { direction, ..shape(points) };
        let (lines, diagnostics) = set(vec![text(&content)], language, &shape);
        let set: String = lines.iter().map(logical).collect();
        let wanted: String = content.split_whitespace().collect();
        prop_assert_eq!(set, wanted);
        let widest = lines.iter().map(|line| line.width).max().unwrap_or_default();
        prop_assert!(widest <= shape.measure || !diagnostics.is_empty(), "{:?}", widest);
        prop_assert!(lines.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }
}

#[test]
fn a_paragraph_is_a_line_longer_by_hand_only_where_that_brings_no_fault() {
    let tale = "In olden times when wishing still helped one, there lived a king whose daughters were all beautiful; \
        but the youngest was so beautiful that the sun itself, which has seen so much, was astonished whenever it \
        shone in her face. Close by the castle lay a great dark forest, and under an old lime tree was a well. ";
    let set = |content: &str, points, looseness| {
        let (lines, doubts) = set(vec![text(content)], "en-GB", &Shape { looseness, ..shape(points) });
        (lines.len(), doubts.len())
    };
    let mut obeyed = 0;
    for points in 220..320 {
        let (best, doubts) = set(tale, points, 0);
        assert_eq!(doubts, 0, "{points}");
        match set(tale, points, 1) {
            (lines, 0) => {
                assert_eq!(lines, best + 1, "{points}");
                obeyed += 1;
            }
            (lines, doubts) => assert_eq!((lines, doubts), (best, 1), "{points}"),
        }
    }
    assert!(obeyed > 0, "no paragraph is set a line longer");
    // Two words fill no second line.
    assert_eq!(set("Twelve cities.", 240, 1), (1, 1));
}

#[test]
fn a_ragged_line_ends_with_a_hyphen_only_where_it_would_be_a_quarter_too_short() {
    let hyphenated = |content: &str, points| {
        let shape = Shape { alignment: Alignment::Start, micro: Micro::NONE, ..shape(points) };
        set(vec![text(content)], "en-GB", &shape).0.iter().any(|line| line.hyphenated)
    };
    assert!(!hyphenated("Community Education Plan, by the Education Board", 200));
    assert!(!hyphenated("city of the learning type", 100));
    assert!(hyphenated("a municipality", 50));
}

#[test]
fn no_word_stands_alone_on_the_last_of_ragged_lines_that_can_give_it_another() {
    let last = |content: &str, points| {
        let shape = Shape { alignment: Alignment::Start, micro: Micro::NONE, ..shape(points) };
        logical(set(vec![text(content)], "en-GB", &shape).0.last().expect("a line"))
    };
    assert_eq!(last("Municipal Commission of Education, lifelong learning team", 250), "learningteam");
    assert_eq!(last("One system for the whole city, from district to credit bank", 230), "creditbank");
    assert_eq!(last("comments on the Espoo Story, or more", 156), "ormore");
    assert_eq!(last("Incomprehensibilities unquestionably", 110), "unquestionably");
}

//! Lines of Chinese, Korean and Ethiopic, alone and beside Latin.

use super::Shape;
use super::tests::{foreign, logical, set, shape, shaper, text};
use crate::geometry::Length;
use crate::shaping::PlacedRun;
use crate::style::{Alignment, Micro};
use crate::typeset::Line;

#[test]
fn chinese_is_broken_between_characters_but_not_before_a_stop() {
    let (lines, _) = set(vec![foreign(&"终身学习，".repeat(12), "zh-Hans")], "en-GB", &shape(240));
    assert!(lines.len() > 1);
    assert!(lines.iter().all(|line| !logical(line).starts_with('，')));
}

/// The spaces between the runs of the only line of `content`, in thousandths of an em, and whether the
/// manuscript has them.
fn gaps(content: &str, language: &str) -> Vec<(i64, bool)> {
    let ragged = Shape { alignment: Alignment::Start, ..shape(400) };
    let (lines, _) = set(vec![text(content)], language, &ragged);
    assert_eq!(lines.len(), 1);
    let gap = |pair: &[PlacedRun]| {
        let gap = pair[1].x - pair[0].x - pair[0].width();
        ((gap.get() * 1000).div_euclid(Length::millipt(10_500).get()), pair[1].space_before)
    };
    lines[0].runs.windows(2).map(gap).filter(|(gap, _)| *gap != 0).collect()
}

#[test]
fn a_quarter_of_an_em_stands_between_han_and_latin_typed_or_not() {
    assert_eq!(gaps("of终of2015市", "zh-Hans"), [(250, false), (250, false), (250, false)]);
    assert_eq!(gaps("of 终 of", "en-GB"), [(250, true), (250, true)]);
}

#[test]
fn a_chinese_line_is_filled_between_its_characters_and_not_at_one_place() {
    let content = "终身学习，城市2015年".repeat(12);
    let (lines, _) = set(vec![text(&content)], "zh-Hans", &shape(237));
    for line in &lines[..lines.len() - 1] {
        assert_eq!(line.width, Length::pt(237));
        let gap = |pair: &[PlacedRun]| pair[1].x - pair[0].x - pair[0].width();
        let widest = line.runs.windows(2).map(gap).max().expect("runs");
        assert!(widest <= Length::millipt(10_500) / 2, "{widest:?}");
    }
}

#[test]
fn marks_in_squares_are_set_half_width_beside_each_other_and_at_the_edges_of_a_line() {
    let width = |content: &str| set(vec![text(content)], "zh-Hans", &shape(400)).0[0].width.get();
    let em = width("终身") / 2;
    let squares = |content: &str| (width(content) * 10 + em / 2) / em;
    assert_eq!(squares("终，身"), 30);
    assert_eq!(squares("终），身"), 35);
    assert_eq!(squares("终，（身"), 35);
    assert_eq!(squares("终（《身》）终"), 60);
    assert_eq!(squares("终（）身"), 40);
    assert_eq!(squares("终身，"), 25);
    assert_eq!(squares("（终身"), 25);
    assert_eq!(squares("终 《身"), 30);
    assert_eq!(squares("终》 身"), 30);
    let (lines, _) = set(vec![text(&"（终），身（终）。".repeat(20))], "zh-Hans", &shape(200));
    for line in &lines {
        let opens = logical(line).starts_with('（');
        assert_eq!(line.runs[0].x < Length::ZERO, opens, "{}", logical(line));
    }
}

#[test]
fn no_space_is_added_beside_punctuation_or_hangul() {
    assert_eq!(gaps("终，of（of）终", "zh-Hans"), []);
    assert_eq!(gaps("시of시", "ko"), []);
    assert_eq!(gaps("of(终)", "en-GB"), []);
}

#[test]
fn the_space_between_han_and_latin_vanishes_at_the_edge_of_a_line() {
    for points in 40..60 {
        let ragged = Shape { alignment: Alignment::Start, micro: Micro::NONE, ..shape(points) };
        let (lines, _) = set(vec![text("终身学2015终身学2015终身学2015终身学2015")], "zh-Hans", &ragged);
        assert!(lines.len() > 2);
        for line in &lines {
            let last = line.runs.last().expect("runs");
            assert_eq!((line.runs[0].x, last.x + last.width()), (Length::ZERO, line.width), "{points}");
        }
    }
}

/// The text of the runs of `content` that stand in the face of Chinese.
fn in_squares(content: &str) -> String {
    let (lines, _) = set(vec![foreign(content, "zh-Hans")], "en-GB", &shape(400));
    let runs = lines.iter().flat_map(|line| &line.runs);
    let own = runs.filter(|run| shaper().fonts().get(run.run.font).family == "Book Song SC");
    own.map(|run| &*run.run.text).collect()
}

#[test]
fn quotation_marks_dashes_and_ellipses_of_chinese_stand_in_squares_and_apostrophes_do_not() {
    assert_eq!(in_squares("建设“学习”城市"), "建设“学习”城市");
    assert_eq!(in_squares("中国……终身——学习"), "中国……终身——学习");
    assert_eq!(in_squares("Xi’an市"), "市");
    let (lines, _) = set(vec![text("the “city”…")], "en-GB", &shape(400));
    assert!(lines[0].runs.iter().all(|run| shaper().fonts().get(run.run.font).family == "Source Serif 4"));
}

#[test]
fn a_full_chinese_line_takes_from_its_marks_rather_than_leave_a_character_over() {
    // Twenty squares, of which two have a blank half, into nineteen and two thirds.
    let content = "终身，学习终身学习终。身学习终身学习终".repeat(8);
    let em = set(vec![text("终")], "zh-Hans", &shape(400)).0[0].width;
    let measure = Shape { measure: em * 59 / 3, ..shape(400) };
    let (lines, _) = set(vec![text(&content)], "zh-Hans", &measure);
    assert!(lines.iter().any(|line| line.ratio < 0), "{:?}", lines.iter().map(|line| line.ratio).collect::<Vec<_>>());
    for line in &lines[..lines.len() - 1] {
        assert_eq!(line.width, measure.measure);
        // No mark gives more than half of its blank half.
        let closest = line.runs.windows(2).map(|pair| pair[1].x - pair[0].x - pair[0].width()).min().expect("runs");
        assert!(closest >= -em / 4 - Length::millipt(10), "{closest:?}");
    }
}

#[test]
fn an_ethiopic_line_is_filled_on_both_sides_of_its_word_spaces() {
    let content = "የሰው፡ልጅ፡ሁሉ፡ሲወለድ፡ነጻና፡በክብርና፡".repeat(6);
    let (lines, diagnostics) = set(vec![foreign(&content, "am")], "en-GB", &shape(231));
    assert_eq!(diagnostics, []);
    for line in &lines[..lines.len() - 1] {
        assert_eq!(line.width, Length::pt(231));
        let gap = |pair: &[PlacedRun]| pair[1].x - pair[0].x - pair[0].width();
        for three in line.runs.windows(3).filter(|three| &*three[1].run.text == "፡") {
            assert!((gap(&three[..2]) - gap(&three[1..])).abs() < Length::millipt(20), "{}", logical(line));
        }
        assert!(!logical(line).starts_with('፡'));
    }
}

#[test]
fn a_paragraph_from_right_to_left_is_indented_at_its_right() {
    let right = |line: &Line| line.runs.iter().map(|run| run.x + run.width()).max().expect("runs");
    let content = "مدينة التعلم في عمان مدينة كبيرة جدا وفيها ناس كثيرون يتعلمون كل يوم ".repeat(3);
    let indented = Shape { indent: Length::pt(14), direction: crate::language::Direction::RightToLeft, ..shape(200) };
    let (lines, _) = set(vec![text(content.trim())], "ar", &indented);
    assert!((right(&lines[0]) - Length::pt(186)).abs() < Length::pt(1), "{:?}", right(&lines[0]));
    assert!((right(&lines[1]) - Length::pt(200)).abs() < Length::pt(1));
}

//! The test files of the Unicode standard against what lines are made with (`tests/conformance`).

use super::direction::{resolve, visual_order};
use super::opportunities::standard;
use std::io::Read;
use unicode_bidi::{BidiClass, Level, bidi_class, level};

/// The text of a compressed file of `tests/conformance/unicode`.
fn unicode(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/unicode").join(name);
    let bytes = std::fs::read(&path).expect("the file is in the repository");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&*bytes).read_to_string(&mut text).expect("it is compressed text");
    text
}

/// Data lines without comments.
fn cases(file: &str) -> impl Iterator<Item = &str> {
    file.lines().map(|line| line.split('#').next().unwrap_or("").trim()).filter(|line| !line.is_empty())
}

fn character(hex: &str) -> char {
    let code = u32::from_str_radix(hex, 16).expect("code points are hexadecimal");
    char::from_u32(code).expect("the files hold scalar values")
}

#[test]
fn lines_may_end_where_uax_14_says() {
    let mut count = 0;
    for case in cases(&unicode("LineBreakTest-15.1.0.txt.gz")) {
        let (mut text, mut expected) = (String::new(), Vec::new());
        for token in case.split_whitespace() {
            match token {
                "×" => {}
                "÷" if text.is_empty() => {}
                "÷" => expected.push(text.len()),
                hex => text.push(character(hex)),
            }
        }
        // Rule LB1 leaves the South-East Asian scripts to a dictionary, as `icu_segmenter` has one; the
        // file resolves them as letters.
        if text.chars().any(is_of_complex_context) {
            continue;
        }
        assert_eq!(standard(&text), expected, "{case}");
        count += 1;
    }
    assert!(count > 9_000, "{count} cases were compared");
}

/// Of the line break class SA, as far as the test file has it.
fn is_of_complex_context(character: char) -> bool {
    use unicode_script::{Script, UnicodeScript};
    matches!(character.script(), Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar)
}

/// Levels of the characters of `text` after rule L1, but for those that rule X9 removes, then their
/// order in sight.
fn displayed(text: &str, base: Option<Level>) -> (Vec<Option<u8>>, Vec<usize>) {
    let info = resolve(text, base);
    let levels: Vec<Level> = info
        .paragraphs
        .iter()
        .flat_map(|paragraph| info.reordered_levels_per_char(paragraph, paragraph.range.clone()))
        .collect();
    let removed = |c: char| {
        use BidiClass::{BN, LRE, LRO, PDF, RLE, RLO};
        matches!(bidi_class(c), LRE | RLE | LRO | RLO | PDF | BN)
    };
    let levels: Vec<Option<u8>> =
        text.chars().zip(levels).map(|(c, level)| (!removed(c)).then_some(level.number())).collect();
    let kept: Vec<usize> = (0..levels.len()).filter(|index| levels[*index].is_some()).collect();
    let numbers: Vec<u8> = levels.iter().copied().flatten().collect();
    let order = visual_order(&numbers).into_iter().map(|index| kept[index]).collect();
    (levels, order)
}

/// A list of levels, with `x` for a character that has none.
fn levels(text: &str) -> Vec<Option<u8>> {
    text.split_whitespace().map(|level| level.parse().ok()).collect()
}

fn indices(text: &str) -> Vec<usize> {
    text.split_whitespace().map(|index| index.parse().expect("an index")).collect()
}

/// A character of the class that is so called.
fn of_class(class: &str) -> char {
    match class {
        "L" => 'a',
        "R" => '\u{5D0}',
        "EN" => '0',
        "ES" => '+',
        "ET" => '#',
        "AN" => '\u{660}',
        "CS" => ',',
        "B" => '\u{2029}',
        "S" => '\t',
        "WS" => ' ',
        "ON" => '=',
        "BN" => '\u{AD}',
        "NSM" => '\u{300}',
        "AL" => '\u{608}',
        "LRE" => '\u{202A}',
        "RLE" => '\u{202B}',
        "PDF" => '\u{202C}',
        "LRO" => '\u{202D}',
        "RLO" => '\u{202E}',
        "LRI" => '\u{2066}',
        "RLI" => '\u{2067}',
        "FSI" => '\u{2068}',
        "PDI" => '\u{2069}',
        other => panic!("there is no class {other}"),
    }
}

#[test]
fn every_sequence_of_classes_has_the_levels_and_the_order_of_uax_9() {
    let bases = [(1, None), (2, Some(level::LTR_LEVEL)), (4, Some(level::RTL_LEVEL))];
    let (mut expected, mut order, mut count) = (Vec::new(), Vec::new(), 0);
    for line in cases(&unicode("BidiTest-15.0.0.txt.gz")) {
        if let Some(list) = line.strip_prefix("@Levels:") {
            expected = levels(list);
        } else if let Some(list) = line.strip_prefix("@Reorder:") {
            order = indices(list);
        } else {
            let (classes, bits) = line.split_once(';').expect("classes; directions");
            let text: String = classes.split_whitespace().map(of_class).collect();
            let bits: u32 = bits.trim().parse().expect("a set of directions");
            for (_, base) in bases.iter().filter(|(bit, _)| bits & bit != 0) {
                assert_eq!(displayed(&text, *base), (expected.clone(), order.clone()), "{line}");
                count += 1;
            }
        }
    }
    assert_eq!(count, 770_241);
}

#[test]
fn every_text_has_the_levels_and_the_order_of_uax_9() {
    let mut count = 0;
    for line in cases(&unicode("BidiCharacterTest-15.0.0.txt.gz")) {
        let fields: Vec<&str> = line.split(';').collect();
        let [text, base, paragraph, expected, order] = fields[..] else { panic!("five fields: {line}") };
        let text: String = text.split_whitespace().map(character).collect();
        let base = match base {
            "0" => Some(level::LTR_LEVEL),
            "1" => Some(level::RTL_LEVEL),
            _ => None,
        };
        assert_eq!(displayed(&text, base), (levels(expected), indices(order)), "{line}");
        assert_eq!(resolve(&text, base).paragraphs[0].level.number().to_string(), paragraph, "{line}");
        count += 1;
    }
    assert!(count > 90_000, "{count} cases were compared");
}

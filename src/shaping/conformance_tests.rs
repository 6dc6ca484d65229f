//! Runs as HarfBuzz shapes them (`tests/conformance/shaping`).

use super::{Glyph, Shaper};
use crate::fonts::FontSet;
use crate::geometry::Length;
use crate::language::{Direction, Language, Script};
use crate::manifest::FontChoice;
use crate::style::{Face, Family, Figures, Ink, TextStyle, Weight};
use std::sync::Arc;

/// A glyph as the file writes it.
fn glyph(field: &str) -> Glyph {
    let mut numbers = field.split(':').map(|number| number.parse::<i32>().expect("a number"));
    let mut next = || numbers.next().expect("five numbers a glyph");
    Glyph { id: next() as u16, cluster: next() as u32, advance: next(), dx: next(), dy: next() }
}

fn style(figures: &str, small_caps: bool) -> TextStyle {
    let figures = match figures {
        "old-style" => Figures::OldStyle,
        "lining" => Figures::Lining,
        "tabular" => Figures::Tabular,
        _ => Figures::Superior,
    };
    let face = Face { family: Family::Text, weight: Weight::Regular, italic: false };
    TextStyle { face, size: Length::pt(10), figures, small_caps, ink: Ink::BLACK }
}

#[test]
fn three_hundred_runs_in_all_scripts_have_the_glyphs_of_harfbuzz() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/shaping/runs.tsv");
    let golden = std::fs::read_to_string(path).expect("the file is in the repository");
    let shaper = Shaper::new(Arc::new(FontSet::builtin(&FontChoice::default()).0));
    let mut count = 0;
    for line in golden.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [file, figures, capitals, language, direction, script, text, glyphs @ ..] = &fields[..] else {
            panic!("eight fields or more: {line}")
        };
        let font = shaper.fonts().iter().find(|font| font.file == *file).expect("the face is built in");
        let direction = if *direction == "rtl" { Direction::RightToLeft } else { Direction::LeftToRight };
        let language = Language::new(language).expect("a tag");
        let setting = shaper.setting(style(figures, *capitals == "smcp"), &language, direction);
        let script = Script::from_short_name(script).expect("a script");
        let (found, _) = shaper.shape_run(setting, font, text, script);
        let expected: Vec<Glyph> = glyphs.iter().map(|field| glyph(field)).collect();
        assert_eq!(found, expected, "{file} {language} {text}");
        count += 1;
    }
    assert!(count >= 300, "{count} runs were compared");
}

//! `[print]`.

use super::*;
use crate::manifest::{ImageInks, PrintChoice};

fn print(lines: &str) -> PrintChoice {
    good(&format!("chapters = [\"a.md\"]\n[book]\ntitle = \"T\"\nlanguage = \"en\"\n[print]\n{lines}")).print
}

#[test]
fn the_press_is_that_of_coated_paper_unless_the_manifest_says_otherwise() {
    let choice = print("");
    assert_eq!(choice, PrintChoice::default());
    assert_eq!((choice.x4, choice.ink_limit, choice.signature), (true, 240, 1));
}

#[test]
fn the_press_is_as_the_manifest_says() {
    let choice = print(
        "profile = \"press.icc\"\nstandard = \"none\"\naccent = { spot = \"PANTONE 3155 C\" }\nink-limit = 300\n\
         images = \"grey\"\nmarks = true\nsignature = 16\n",
    );
    assert_eq!(choice.profile.map(|file| file.path.to_string()).as_deref(), Some("press.icc"));
    assert_eq!((choice.x4, choice.ink_limit, choice.marks, choice.signature), (false, 300, true, 16));
    assert_eq!((choice.spot.as_deref(), choice.images), (Some("PANTONE 3155 C"), ImageInks::Grey));
}

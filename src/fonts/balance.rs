//! At which size a face of another script stands beside the text face as if it were drawn for it: by a
//! height of its own letters against a height of the text face's.
//!
//! The shares were found on specimens of the built-in faces, looked at beside Source Serif at 400 %;
//! with any other text face they give what stands to it as those stand to Source Serif.

use super::face::{Font, Metrics};
use crate::language::Script;

/// What letters of a script are measured by.
struct Measure {
    /// Letters that are measured; their heights are added up.
    letters: &'static [char],
    /// Whether what is below the baseline counts.
    whole: bool,
    /// The height of the text face that they are held to, in units of its em.
    beside: fn(&Metrics) -> i32,
    /// What they are to have of it, in thousandths.
    share: i64,
}

/// Ethiopic letters are as high as capitals: by the first of the syllabary. Arabic by a low letter and the
/// alef, beside the x-height and the ascender, as large as leaves its marks clear of the line above: lines are
/// 1.33 em apart, and a damma over a beginning ain reaches 1.16 em above its own. A syllable of Hangul with three letters stands higher
/// than the frame of a Han character that fills its square; both beside the capital with the descender.
/// Greek and Cyrillic stand between the same two lines as Latin.
const MEASURES: [Measure; 5] = [
    Measure { letters: &['ሀ'], whole: false, beside: |metrics| metrics.cap_height, share: 1000 },
    Measure { letters: &['د', 'ا'], whole: false, beside: |metrics| metrics.x_height + metrics.ascender, share: 945 },
    Measure { letters: &['남'], whole: true, beside: capital_and_descender, share: 997 },
    Measure { letters: &['国'], whole: true, beside: capital_and_descender, share: 948 },
    Measure { letters: &['x'], whole: false, beside: |metrics| metrics.x_height, share: 1000 },
];

/// The heights of a face's letters by the measures, in units of its em.
pub(super) type Heights = [Option<i64>; MEASURES.len()];

fn capital_and_descender(metrics: &Metrics) -> i32 {
    metrics.cap_height - metrics.descender
}

/// Scales out of these bounds are no face's: they are held to them.
const BOUNDS: (i64, i64) = (600, 1600);

/// The size of `fallback` for letters of `script` in thousandths of that of `own` beside them; 1,000
/// where it has no letter that is measured.
pub(super) fn scale(own: &Font, fallback: &Font, script: Script) -> i64 {
    let heights = fallback.heights.get_or_init(|| std::array::from_fn(|index| MEASURES[index].height(fallback)));
    let measures = match script {
        Script::Ethiopic => 0..1,
        Script::Arabic => 1..2,
        // Han of a Korean face is as large as its syllables are.
        Script::Han | Script::Hangul | Script::Hiragana | Script::Katakana | Script::Bopomofo => 2..4,
        Script::Latin | Script::Greek | Script::Cyrillic => 4..5,
        // Marks are of no script: those of a face are as large as its letters.
        Script::Common | Script::Inherited => 0..4,
        _ => return 1000,
    };
    let Some((measure, height)) = measures.into_iter().find_map(|index| Some((&MEASURES[index], heights[index]?)))
    else {
        return 1000;
    };
    let wanted = i64::from((measure.beside)(&own.metrics)) * measure.share * i64::from(fallback.metrics.units_per_em);
    let has = height * i64::from(own.metrics.units_per_em);
    ((wanted + has / 2) / has).clamp(BOUNDS.0, BOUNDS.1)
}

impl Measure {
    /// The height of its letters in `font`; none if it lacks one.
    fn height(&self, font: &Font) -> Option<i64> {
        let mut height = 0;
        for letter in self.letters {
            let (top, bottom) = font.reach(*letter)?;
            height += i64::from(if self.whole { top - bottom } else { top });
        }
        (height > 0).then_some(height)
    }
}

#[cfg(test)]
mod tests {
    use crate::fonts::FontSet;
    use crate::language::{Language, Script};
    use crate::manifest::FontChoice;
    use crate::style::{Face, Family, Weight};

    #[test]
    fn scripts_beside_the_text_face_have_the_sizes_found_on_specimens() {
        let (set, _) = FontSet::builtin(&FontChoice::default());
        let scale = |family, character, script, language: &str| {
            let face = Face { family, weight: Weight::Regular, italic: false };
            let language = Language::new(language).expect("a tag");
            set.fallback(face, character, script, &language).map(|(_, scale)| (scale + 5) / 10)
        };
        assert_eq!(scale(Family::Text, 'ع', Script::Arabic, "ar"), Some(103));
        assert_eq!(scale(Family::Text, 'ባ', Script::Ethiopic, "am"), Some(93));
        assert_eq!(scale(Family::Text, '京', Script::Han, "zh-Hans"), Some(95));
        assert_eq!(scale(Family::Text, '남', Script::Hangul, "ko"), Some(95));
        assert_eq!(scale(Family::Text, '（', Script::Common, "zh-Hans"), Some(95));
        assert_eq!(scale(Family::Text, '學', Script::Han, "ko"), Some(95));
    }
}

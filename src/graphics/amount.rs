//! Amounts: numbers of charts as whole millionths, and how a language writes them.

use crate::language::Language;

/// Millionths in one.
const ONE: i64 = 1_000_000;
/// Most decimals.
pub(super) const MOST_DECIMALS: u32 = 6;

/// A number of a chart, in millionths; at most a million million either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// A count of millionths.
    #[must_use]
    pub const fn millionths(count: i64) -> Self {
        Self(count)
    }

    /// A whole number.
    #[must_use]
    pub const fn whole(number: i64) -> Self {
        Self(number * ONE)
    }

    /// The count of millionths.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The number with `decimals` decimals as `language` writes it.
    #[must_use]
    pub fn format(self, decimals: u32, language: &Language) -> String {
        let (group, point) = language.number_signs();
        let unit = 10_u64.pow(MOST_DECIMALS - decimals.min(MOST_DECIMALS));
        let rounded = (self.0.unsigned_abs() + unit / 2) / unit;
        let parts = 10_u64.pow(decimals.min(MOST_DECIMALS));
        let whole = (rounded / parts).to_string();
        let mut text = String::new();
        if self.0 < 0 && rounded > 0 {
            text.push('\u{2212}');
        }
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push_str(group);
            }
            text.push(digit);
        }
        if decimals > 0 {
            text.push_str(point);
            text.push_str(&format!("{:0width$}", rounded % parts, width = decimals as usize));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_as_its_language_does() {
        let check = |millionths, decimals, language, expected: &str| {
            let language = Language::new(language).expect("a language tag");
            assert_eq!(Amount::millionths(millionths).format(decimals, &language), expected);
        };
        check(1_234_567_890_000, 0, "en-GB", "1,234,568");
        check(1_234_500_000, 1, "de", "1.234,5");
        check(1_234_560_000, 1, "fr", "1\u{202F}234,6");
        check(-500_000, 1, "en", "\u{2212}0.5");
        check(-400_000, 0, "en", "0");
        check(999_000_000, 0, "en", "999");
        check(50_000, 2, "en", "0.05");
    }
}

//! Page numbers as they are printed.

use std::fmt;

/// The number of a page as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Folio {
    /// In the front matter: `xiv`.
    Roman(u32),
    /// From the first chapter on: `14`.
    Arabic(u32),
}

impl fmt::Display for Folio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Arabic(number) => write!(f, "{number}"),
            Self::Roman(number) => f.write_str(&roman(number)),
        }
    }
}

/// `number` in lower-case roman numerals.
fn roman(mut number: u32) -> String {
    const NUMERALS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while number >= value {
            text.push_str(numeral);
            number -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Folio;

    #[test]
    fn roman_folios_subtract() {
        let folios: Vec<String> = [4, 9, 14, 40, 99].map(|n| Folio::Roman(n).to_string()).to_vec();
        assert_eq!(folios, ["iv", "ix", "xiv", "xl", "xcix"]);
    }
}

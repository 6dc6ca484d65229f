//! Where a line may end in an address, and in a long word of code.

/// Where a line may end in an address: after a stroke or colon, before other marks (The Chicago
/// Manual of Style, 7.46).
pub(super) fn address_breaks(address: &str) -> Vec<usize> {
    let mut breaks = Vec::new();
    let mut before = ' ';
    for (at, character) in address.char_indices() {
        let after_stroke = matches!(before, '/' | ':') && !matches!(character, '/' | ':');
        let mark = "~.,_?#%&=+".contains(character) && !matches!(before, '/' | ':');
        if at > 0 && (after_stroke || mark) {
            breaks.push(at);
        }
        before = character;
    }
    breaks
}

/// Words of code of so many characters may be broken, with so many on either side.
const LONG_CODE: (usize, usize) = (12, 4);

/// Where a line may end in a word of code: as in an address, but behind `=`, and the pieces are long enough to be known
/// as pieces.
pub(super) fn code_breaks(word: &str) -> Vec<usize> {
    let (long, least) = LONG_CODE;
    if word.chars().take(long).count() < long {
        return Vec::new();
    }
    // No more is looked at than matters: a word may be as long as a file.
    let reaches = |piece: &str| piece.chars().take(least).count() == least;
    let long_enough = |at: &usize| reaches(&word[..*at]) && reaches(&word[*at..]);
    let behind_equals = |at: usize| at + usize::from(word[at..].starts_with('='));
    address_breaks(word).into_iter().map(behind_equals).filter(long_enough).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` has a stroke wherever a line may end.
    #[track_caller]
    fn check(expected: &str) {
        let mut word = expected.replace('|', "");
        for at in code_breaks(&word).into_iter().rev() {
            word.insert(at, '|');
        }
        assert_eq!(word, expected);
    }

    #[test]
    fn long_code_is_broken_after_strokes_and_colons_and_before_other_marks() {
        check("std::|collections::|HashMap::new");
        check("target/|debug/|build|_script");
        check("CARGO|_TARGET|_DIR");
    }

    #[test]
    fn a_piece_is_as_long_as_its_letters_are_many() {
        check("ääää|_öööö|_üüüü");
        check("äää_öööööööö");
    }

    #[test]
    fn short_code_and_short_ends_of_code_are_kept() {
        check("Cargo.toml");
        check("a::b");
        check("--message-format=|json");
        check("rust-analyzer");
    }
}

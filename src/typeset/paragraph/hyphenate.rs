//! Where words may be divided (Franklin Mark Liang, "Word Hy-phen-a-tion by Com-put-er", Stanford
//! 1983): the patterns of `hypher` and, for the languages that it lacks, those of `hyphenation/`.

use crate::language::Language;
use crate::style::Exceptions;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};
use std::borrow::Cow;
use std::sync::OnceLock;

/// Words of fewer letters are not divided.
const SHORTEST: usize = 5;

/// The bytes of `word` before which it may be divided: those inside its letters, as the patterns
/// of `language` say, or as the book says with its `exceptions`. A word with anything but letters inside
/// is not divided, nor is one of a language without patterns.
pub(super) fn divisions(word: &str, language: &Language, exceptions: &Exceptions) -> Vec<u32> {
    let core = word.trim_matches(|c: char| !c.is_alphabetic());
    if !core.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let Some(lower) = lower_case(core) else { return Vec::new() };
    let start = word.len() - word.trim_start_matches(|c: char| !c.is_alphabetic()).len();
    if let Some(places) = exceptions.places(&lower, language) {
        return places.iter().map(|at| start as u32 + at).collect();
    }
    let Some(patterns) = Patterns::of(language).filter(|_| core.chars().count() >= SHORTEST) else {
        return Vec::new();
    };
    patterns.divide(&lower).into_iter().map(|at| (start + at) as u32).collect()
}

/// `letters` in lower case, unless they are capitals alone or have other places then.
fn lower_case(letters: &str) -> Option<Cow<'_, str>> {
    if letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(letters.into());
    }
    let places = |text: &str| text.char_indices().map(|(at, _)| at).collect::<SmallVec<[usize; 32]>>();
    let lower = letters.to_lowercase();
    let same_places = lower.len() == letters.len() && places(&lower) == places(letters);
    (same_places && !letters.chars().all(char::is_uppercase)).then_some(lower.into())
}

/// Patterns of one language.
enum Patterns {
    Hypher(hypher::Lang),
    Own(&'static Trie),
}

impl Patterns {
    fn of(language: &Language) -> Option<Self> {
        use hypher::Lang;
        Some(match language.primary() {
            "en" if language.has_subtag("US") => Self::Hypher(Lang::English),
            "en" => Self::Own(british()),
            "cy" => Self::Own(welsh()),
            "ga" => Self::Own(irish()),
            "da" => Self::Hypher(Lang::Danish),
            "de" => Self::Hypher(Lang::German),
            "es" => Self::Hypher(Lang::Spanish),
            "fi" => Self::Own(finnish()),
            "fr" => Self::Hypher(Lang::French),
            "it" => Self::Hypher(Lang::Italian),
            "nb" | "nn" | "no" => Self::Hypher(Lang::Norwegian),
            "nl" => Self::Hypher(Lang::Dutch),
            "pt" => Self::Hypher(Lang::Portuguese),
            "sv" => Self::Hypher(Lang::Swedish),
            _ => return None,
        })
    }

    fn divide(&self, word: &str) -> Vec<usize> {
        match self {
            Self::Own(trie) => trie.divide(word),
            Self::Hypher(lang) => {
                let mut at = 0;
                let mut places: Vec<usize> = hypher::hyphenate(word, *lang)
                    .map(|syllable| {
                        at += syllable.len();
                        at
                    })
                    .collect();
                places.pop();
                places
            }
        }
    }
}

/// British English: Dominik Wujastyk and Graham Toal.
fn british() -> &'static Trie {
    static TRIE: OnceLock<Trie> = OnceLock::new();
    TRIE.get_or_init(|| {
        Trie::new(
            include_str!("../../../hyphenation/hyph-en-gb.pat.txt"),
            include_str!("../../../hyphenation/hyph-en-gb.hyp.txt"),
            (2, 3),
        )
    })
}

/// Finnish: Kauko Saarinen. The patterns of `hypher` are those that schools teach, which leave vowels
/// alone on a line.
fn finnish() -> &'static Trie {
    static TRIE: OnceLock<Trie> = OnceLock::new();
    TRIE.get_or_init(|| Trie::new(include_str!("../../../hyphenation/hyph-fi.pat.txt"), "", (2, 2)))
}

fn welsh() -> &'static Trie {
    static TRIE: OnceLock<Trie> = OnceLock::new();
    TRIE.get_or_init(|| Trie::new(include_str!("../../../hyphenation/hyph-cy.pat.txt"), "", (2, 3)))
}

fn irish() -> &'static Trie {
    static TRIE: OnceLock<Trie> = OnceLock::new();
    TRIE.get_or_init(|| {
        Trie::new(
            include_str!("../../../hyphenation/hyph-ga.pat.txt"),
            include_str!("../../../hyphenation/hyph-ga.hyp.txt"),
            (2, 3),
        )
    })
}

/// Patterns as a trie over letters whose rows lie in each other's gaps (Franklin Mark Liang, as above, chapter 2), so
/// that nearly all of it stays at hand: a book asks for ten thousand words.
struct Trie {
    /// The column of each letter by its code point, from 1 on; 0 of what is in no pattern.
    columns: Vec<u8>,
    /// The letter of column `c` in the row that starts at `r` is cell `r + c`, if that says so. The root starts at 0.
    cells: Vec<Cell>,
    /// Priorities before each letter of a pattern and after the last, pattern by pattern.
    priorities: Vec<u8>,
    exceptions: FxHashMap<Box<str>, Box<[usize]>>,
    /// Fewest letters before the first division and after the last.
    minima: (usize, usize),
}

/// What is known after some letters.
#[derive(Clone, Copy)]
struct Cell {
    /// The column of the last of them.
    column: u8,
    /// How many priorities the pattern has that ends here; 0 if none does.
    count: u8,
    /// Where they stand.
    pattern: u16,
    /// Where the row starts in which patterns go on; 0 if none does.
    row: u32,
}

impl Cell {
    /// A gap.
    const FREE: Self = Self { column: u8::MAX, count: 0, pattern: 0, row: 0 };
}

/// A row looks for room from so many cells before the end on: the gaps that are left then are few.
const FURTHEST_BACK: usize = 24;

/// Letters of a word, or something for each: few words have more.
type Letters = SmallVec<[u8; 32]>;

/// A pattern: the columns of its letters, and its priorities.
type Pattern = (Vec<u8>, Vec<u8>);

impl Trie {
    /// A trie of `patterns` (one a line, digits between letters) and `exceptions` (words with `-`).
    fn new(patterns: &str, exceptions: &str, minima: (usize, usize)) -> Self {
        let columns = columns(patterns);
        let exceptions = exceptions.split_whitespace().map(exception).collect();
        let mut patterns: Vec<Pattern> = patterns.split_whitespace().map(|word| pattern(word, &columns)).collect();
        patterns.sort_unstable();
        let mut trie = Self { columns, cells: Vec::new(), priorities: Vec::new(), exceptions, minima };
        trie.row(&patterns, 0, &mut FxHashSet::default());
        trie
    }

    /// Adds the row in which `patterns` go on behind their first `depth` letters, which are the same; they stand in
    /// the order of their letters. Returns where it starts, which is added to `starts`.
    fn row(&mut self, patterns: &[Pattern], depth: usize, starts: &mut FxHashSet<usize>) -> u32 {
        let groups = || patterns.chunk_by(|one, other| one.0[depth] == other.0[depth]);
        let columns: Letters = groups().map(|group| group[0].0[depth]).collect();
        let row = self.gap(&columns, starts);
        for column in &columns {
            self.cells[row + usize::from(*column)].column = *column;
        }
        for (group, column) in groups().zip(&columns) {
            let at = row + usize::from(*column);
            let ends = group.partition_point(|pattern| pattern.0.len() == depth + 1);
            if let Some((_, priorities)) = group[..ends].last() {
                self.cells[at].pattern = u16::try_from(self.priorities.len()).expect("patterns are few");
                self.cells[at].count = priorities.len() as u8;
                self.priorities.extend(priorities);
            }
            if ends < group.len() {
                self.cells[at].row = self.row(&group[ends..], depth + 1, starts);
            }
        }
        row as u32
    }

    /// The first place not far from the end where a row of `columns` finds a gap for each of them and no row of
    /// `starts` starts.
    fn gap(&mut self, columns: &[u8], starts: &mut FxHashSet<usize>) -> usize {
        let is_free = |at: usize| self.cells.get(at).is_none_or(|cell| cell.column == Cell::FREE.column);
        let fits =
            |row: &usize| !starts.contains(row) && columns.iter().all(|column| is_free(row + usize::from(*column)));
        let first = self.cells.len().saturating_sub(usize::from(u8::MAX) + FURTHEST_BACK);
        let row = (first..).find(fits).expect("there is room behind all rows");
        starts.insert(row);
        let least = row + usize::from(u8::MAX);
        if self.cells.len() < least {
            self.cells.resize(least, Cell::FREE);
        }
        row
    }

    /// Bytes of `word` (lower case) before which it may be divided.
    fn divide(&self, word: &str) -> Vec<usize> {
        if let Some(places) = self.exceptions.get(word) {
            return places.to_vec();
        }
        let letters = std::iter::once('.').chain(word.chars()).chain(std::iter::once('.'));
        let letters: Letters = letters.map(|letter| column(&self.columns, letter)).collect();
        let mut priorities: Letters = smallvec![0; letters.len() + 1];
        for start in 0..letters.len() {
            let mut row = 0;
            for letter in &letters[start..] {
                let cell = self.cells[row as usize + usize::from(*letter)];
                if cell.column != *letter {
                    break;
                }
                let pattern = &self.priorities[usize::from(cell.pattern)..][..usize::from(cell.count)];
                for (priority, at) in pattern.iter().zip(&mut priorities[start..]) {
                    *at = (*at).max(*priority);
                }
                row = cell.row;
                if row == 0 {
                    break;
                }
            }
        }
        let count = letters.len() - 2;
        let allowed = |letter: usize| letter >= self.minima.0 && letter + self.minima.1 <= count;
        word.char_indices()
            .enumerate()
            .filter(|(letter, _)| allowed(*letter) && priorities[letter + 1] % 2 == 1)
            .map(|(_, (at, _))| at)
            .collect()
    }
}

/// A column for each letter of `patterns`, by its code point.
fn columns(patterns: &str) -> Vec<u8> {
    let mut columns = Vec::new();
    let mut last = 0;
    for letter in patterns.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()) {
        let at = letter as usize;
        columns.resize(columns.len().max(at + 1), 0);
        if columns[at] == 0 {
            last = u8::checked_add(last, 1).expect("no language has so many letters");
            columns[at] = last;
        }
    }
    columns
}

fn column(columns: &[u8], letter: char) -> u8 {
    columns.get(letter as usize).copied().unwrap_or(0)
}

/// A pattern as it is written: letters with digits between them.
fn pattern(written: &str, columns: &[u8]) -> Pattern {
    let (mut letters, mut priorities) = (Vec::with_capacity(written.len()), Vec::with_capacity(written.len() + 1));
    priorities.push(0);
    for character in written.chars() {
        match (character.to_digit(10), priorities.last_mut()) {
            (Some(digit), Some(last)) => *last = digit as u8,
            _ => {
                letters.push(column(columns, character));
                priorities.push(0);
            }
        }
    }
    (letters, priorities)
}

/// A word with `-` wherever it may be divided, without them, and the bytes where they were.
fn exception(divided: &str) -> (Box<str>, Box<[usize]>) {
    let mut places = Vec::new();
    let mut plain = String::new();
    for part in divided.split('-') {
        if !plain.is_empty() {
            places.push(plain.len());
        }
        plain.push_str(part);
    }
    (plain.into(), places.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `word` with a hyphen wherever it may be divided.
    fn divided(word: &str, language: &str) -> String {
        let language = Language::new(language).expect("a tag");
        let mut divided = word.to_owned();
        for at in divisions(word, &language, Exceptions::NONE).into_iter().rev() {
            divided.insert(at as usize, '-');
        }
        divided
    }

    #[track_caller]
    fn check(language: &str, expected: &str) {
        assert_eq!(divided(&expected.replace('-', ""), language), expected);
    }

    /// Words that the Portuguese patterns of `hypher`, which are later than those of TeX Live 2022, divide
    /// in hiatuses as well.
    const LATER: &[&str] = &[
        "atro-fi-á-veis",
        "cin-ze-la-rí-a-mos",
        "de-su-ni-rí-eis",
        "emi-ti-rí-a-mos",
        "ex-plo-di-rí-eis",
        "ob-se-qui-á-veis",
        "ori-undo",
        "so-á-ra-mos",
        "trans-gre-dí-a-mos",
    ];

    #[test]
    fn two_hundred_words_of_each_language_are_divided_as_tex_divides_them() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/hyphenation/words.tsv");
        let golden = std::fs::read_to_string(path).expect("the file is in the repository");
        let mut differences = Vec::new();
        for line in golden.lines() {
            let (language, expected) = line.split_once('\t').expect("a language and a word");
            let found = divided(&expected.replace('-', ""), language);
            if found != expected && !LATER.contains(&&*found) {
                differences.push(format!("{language} {expected} {found}"));
            }
        }
        assert!(golden.lines().count() > 2_700, "there are words to compare");
        assert_eq!(differences, [""; 0], "{} words differ", differences.len());
    }

    #[test]
    fn british_words_are_divided_by_their_own_patterns_and_exceptions() {
        check("en-GB", "uni-ver-sity");
        check("en-GB", "lifelong");
        check("en-GB", "hy-phen-a-tion");
        check("en-GB", "(gov-ern-ment),");
    }

    #[test]
    fn each_language_has_its_own_divisions() {
        check("fi", "op-pi-mis-kau-pun-ki");
        check("pt-BR", "apren-di-za-gem");
        check("cy", "prif-ysgol");
        check("ga", "fogh-laim");
    }

    #[test]
    fn the_book_has_the_last_word_on_its_words() {
        let text = "chapters = [\"a.md\"]\n[book]\ntitle = \"T\"\nlanguage = \"en\"\n[hyphenation]\n\
                    en = [\"as-so-ci-ate\", \"university\"]\nen-GB = [\"as-soci-ate\"]\ntl = [\"pa-man-tasan\"]\n";
        let mut sources = crate::source::Sources::default();
        let id = sources.add(crate::source::BookPath::new("book.toml").expect("a path"), text.into());
        let (manifest, faults) = crate::manifest::read(sources.get(id).expect("just added"), None);
        assert_eq!(faults, []);
        let exceptions = Exceptions::of(&manifest.expect("a manifest"));
        let places =
            |word: &str, language: &str| divisions(word, &Language::new(language).expect("a tag"), &exceptions);
        assert_eq!(places("(Associate),", "en-GB"), [3, 7]);
        assert_eq!(places("Associate", "en-US"), [2, 4, 6]);
        assert_eq!(places("university", "en-GB"), [0_u32; 0]);
        assert_eq!(places("pamantasan", "tl"), [2, 5]);
    }

    #[test]
    fn a_language_without_patterns_has_no_divisions() {
        check("gn", "mbaʼéichapa");
        check("tl", "pamantasan");
    }

    #[test]
    fn short_words_and_words_with_figures_or_capitals_alone_stay_whole() {
        check("en-GB", "word");
        check("en-GB", "UNESCO");
        check("en-GB", "covid19pandemic");
    }
}

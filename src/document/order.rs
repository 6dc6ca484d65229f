//! The order of heads in an index, by the rules of a language. The one file that knows
//! `icu_collator`.

use crate::language::Language;
use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;
use std::cmp::Ordering;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

/// Leading articles by primary subtag, in lower case, with the space or mark after them.
const ARTICLES: [(&str, &[&str]); 5] = [
    ("en", &["a ", "an ", "the "]),
    ("fr", &["l’", "l'", "le ", "la ", "les ", "un ", "une ", "des "]),
    ("es", &["el ", "la ", "los ", "las ", "un ", "una ", "unos ", "unas "]),
    ("pt", &["o ", "a ", "os ", "as ", "um ", "uma "]),
    ("de", &["der ", "die ", "das ", "ein ", "eine "]),
];

/// The letter of heads that start with a figure.
const FIGURES: &str = "0–9";

/// How the heads of a language are sorted.
pub(super) struct Alphabet {
    articles: &'static [&'static str],
    /// Tells letters, accents and case apart.
    collator: Option<CollatorBorrowed<'static>>,
    /// Tells letters apart alone.
    letters: Option<CollatorBorrowed<'static>>,
}

impl Alphabet {
    /// That of `language`; the order of no language in particular where it has no own.
    pub(super) fn of(language: &Language) -> Self {
        let articles = ARTICLES.iter().find(|(primary, _)| *primary == language.primary());
        let collator = |strength| {
            let locale = Locale::try_from_str(language.as_str()).unwrap_or(Locale::UNKNOWN);
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            // There is data for every locale: the root's, if nothing else.
            Collator::try_new(CollatorPreferences::from(locale), options).ok()
        };
        Self {
            articles: articles.map_or(&[], |(_, articles)| articles),
            collator: collator(Strength::Tertiary),
            letters: collator(Strength::Primary),
        }
    }

    /// Sorts `heads`, each of which is there once.
    pub(super) fn sort(&self, heads: &mut [&String]) {
        let mut keyed: Vec<([String; 2], &String)> = heads.iter().map(|head| (self.key(head), *head)).collect();
        keyed.sort_by(|(a, one), (b, other)| {
            let parts = a.iter().zip(b).map(|(a, b)| compare(self.collator.as_ref(), a, b));
            let parts = parts.fold(Ordering::Equal, Ordering::then);
            parts.then_with(|| compare(self.collator.as_ref(), one, other)).then_with(|| one.cmp(other))
        });
        heads.iter_mut().zip(keyed).for_each(|(head, (_, sorted))| *head = sorted);
    }

    /// The letters before the first comma or bracket, and those after it.
    fn key(&self, head: &str) -> [String; 2] {
        let head = self.without_article(head);
        let end = head.find([',', '(']).unwrap_or(head.len());
        let (first, rest) = head.split_at(end);
        let key = [letters(first), letters(rest)];
        if key[0].is_empty() { [head.to_owned(), String::new()] } else { key }
    }

    fn without_article<'h>(&self, head: &'h str) -> &'h str {
        let starts = |article: &&&str| head.get(..article.len()).is_some_and(|start| start.to_lowercase() == **article);
        let article = self.articles.iter().find(starts).map_or(0, |article| article.len());
        let rest = head[article..].trim_start();
        if rest.is_empty() { head } else { rest }
    }

    /// The letter under which `head` stands: one of A to Z where it sorts among them, as É does in
    /// French and Ä in German, else its own, as Ä is in Swedish. Empty for scripts without letters.
    pub(super) fn letter(&self, head: &str) -> String {
        let [key, _] = self.key(head);
        let Some(first) = key.chars().next() else { return String::new() };
        if first.is_numeric() {
            return FIGURES.to_owned();
        }
        if first.script() == Script::Latin {
            let initial = first.to_string();
            let under = |letter: &char| {
                let after = format!("{letter}zzzz");
                compare(self.letters.as_ref(), &letter.to_string(), &initial) != Ordering::Greater
                    && compare(self.letters.as_ref(), &initial, &after) == Ordering::Less
            };
            if let Some(letter) = ('A'..='Z').find(under) {
                return letter.to_string();
            }
        }
        match first.script() {
            Script::Han => self.han(head),
            script => group(first, script),
        }
    }

    /// Where Chinese characters are sorted by sound (as in a book in Chinese), the initial letter of the
    /// sound; else one group for all of them.
    fn han(&self, head: &str) -> String {
        let after = |(_, first): &&(&str, &str)| compare(self.collator.as_ref(), first, head) != Ordering::Greater;
        let by_sound = compare(self.collator.as_ref(), "吖", "八") == Ordering::Less
            && compare(self.collator.as_ref(), "一", "乙") == Ordering::Less
            && compare(self.collator.as_ref(), "中", "人") == Ordering::Greater;
        match PINYIN.iter().rev().find(after) {
            Some((letter, _)) if by_sound => (*letter).to_owned(),
            _ => "漢字".to_owned(),
        }
    }
}

/// The first character of each initial of Mandarin (CLDR, collation `zh` pinyin, index characters).
const PINYIN: [(&str, &str); 23] = [
    ("A", "阿"),
    ("B", "八"),
    ("C", "嚓"),
    ("D", "哒"),
    ("E", "妸"),
    ("F", "发"),
    ("G", "旮"),
    ("H", "哈"),
    ("J", "丌"),
    ("K", "咔"),
    ("L", "垃"),
    ("M", "妈"),
    ("N", "拏"),
    ("O", "噢"),
    ("P", "妑"),
    ("Q", "七"),
    ("R", "呥"),
    ("S", "仨"),
    ("T", "他"),
    ("W", "屲"),
    ("X", "夕"),
    ("Y", "丫"),
    ("Z", "帀"),
];

/// The consonants that Korean sorts by; doubled ones stand with the plain ones.
const HANGUL: [char; 19] =
    ['ㄱ', 'ㄱ', 'ㄴ', 'ㄷ', 'ㄷ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅂ', 'ㅅ', 'ㅅ', 'ㅇ', 'ㅈ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];
/// The rows of kana, each by the code point of the hiragana that starts it.
const KANA: [char; 10] = ['あ', 'か', 'さ', 'た', 'な', 'は', 'ま', 'や', 'ら', 'わ'];

/// The letter under which `first` of `script` stands: its consonant in Hangul, its row in kana, the first
/// order of its syllables in Ethiopic, itself in other alphabets.
fn group(first: char, script: Script) -> String {
    let code = first as u32;
    let letter = match script {
        Script::Hangul => match code {
            0xAC00..=0xD7A3 => HANGUL.get(((code - 0xAC00) / 588) as usize).copied(),
            _ => None,
        },
        Script::Hiragana | Script::Katakana => {
            let hiragana = if (0x30A1..=0x30F6).contains(&code) { code - 0x60 } else { code };
            // Small kana stand right before their own.
            KANA.iter().rev().find(|row| (**row as u32).saturating_sub(1) <= hiragana).copied()
        }
        Script::Ethiopic => char::from_u32(code - code % 8),
        Script::Arabic => Some(if matches!(first, 'أ' | 'إ' | 'آ' | 'ٱ') { 'ا' } else { first }),
        _ => None,
    };
    letter.map_or_else(|| first.to_uppercase().collect(), String::from)
}

fn compare(collator: Option<&CollatorBorrowed<'static>>, a: &str, b: &str) -> Ordering {
    collator.map_or_else(|| a.cmp(b), |collator| collator.compare(a, b))
}

/// What of `text` counts: letters, figures and the marks on them, but not the modifier letters with
/// which names are transcribed (ʿAmmān).
fn letters(text: &str) -> String {
    let counts = |c: &char| (c.is_alphanumeric() && !('\u{2B0}'..='\u{2FF}').contains(c)) || is_combining_mark(*c);
    text.chars().filter(counts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The `heads` in the order of `language`, each with its letter where a new one starts.
    #[track_caller]
    fn check(language: &str, heads: &[&str], expected: &[&str]) {
        let alphabet = Alphabet::of(&Language::new(language).expect("a language tag"));
        let mut owned: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
        owned.reverse();
        let mut sorted: Vec<&String> = owned.iter().collect();
        alphabet.sort(&mut sorted);
        let mut found = Vec::new();
        let mut letter = None;
        for head in sorted {
            let own = alphabet.letter(head);
            let starts = letter.as_ref() != Some(&own);
            found.push(if starts { format!("[{own}] {head}") } else { head.clone() });
            letter = Some(own);
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn an_accented_letter_stands_where_its_language_puts_it() {
        check("en", &["zebra", "Évora", "eve", "Äland"], &["[A] Äland", "[E] eve", "Évora", "[Z] zebra"]);
        check("sv", &["zebra", "Ärla", "apa"], &["[A] apa", "[Z] zebra", "[Ä] Ärla"]);
        check("de", &["Zug", "Ärger", "Arm"], &["[A] Ärger", "Arm", "[Z] Zug"]);
        check("es", &["nuez", "ñu", "oca"], &["[N] nuez", "[Ñ] ñu", "[O] oca"]);
        check("en", &["aft", "Æther", "ad"], &["[A] ad", "Æther", "aft"]);
    }

    #[test]
    fn heads_are_sorted_letter_by_letter_up_to_the_first_comma() {
        check("en", &["New York", "newt", "New, Ann", "new"], &["[N] new", "New, Ann", "newt", "New York"]);
    }

    #[test]
    fn a_leading_article_does_not_count() {
        check("en", &["The Hague", "hat", "a"], &["[A] a", "[H] The Hague", "hat"]);
        check("fr", &["L’école", "les villes", "eau"], &["[E] eau", "L’école", "[V] les villes"]);
        check("en", &["Die Zeit", "dig"], &["[D] Die Zeit", "dig"]);
    }

    #[test]
    fn hangul_stands_by_consonant_kana_by_row_and_han_by_sound_in_chinese() {
        check("ko", &["나무", "까치", "가을", "하늘"], &["[ㄱ] 가을", "까치", "[ㄴ] 나무", "[ㅎ] 하늘"]);
        check("ja", &["がく", "あさ", "カナ", "わし"], &["[あ] あさ", "[か] がく", "カナ", "[わ] わし"]);
        check("zh", &["中国", "北京", "阿"], &["[A] 阿", "[B] 北京", "[Z] 中国"]);
        check("am", &["ባሕር", "በግ"], &["[በ] በግ", "ባሕር"]);
        check("ar", &["أمّ", "ابن", "باب"], &["[ا] ابن", "أمّ", "[ب] باب"]);
    }

    #[test]
    fn other_scripts_come_after_with_their_own_letters_and_marks_of_transcription_do_not_count() {
        check(
            "en",
            &["ʿAmmān", "Amman", "Бел", "北京", "2015"],
            &["[0–9] 2015", "[A] Amman", "ʿAmmān", "[Б] Бел", "[漢字] 北京"],
        );
    }
}

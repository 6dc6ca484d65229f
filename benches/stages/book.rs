//! A book by chance that is the same each time: 440 pages of English-like prose with headings, notes,
//! lists and a table now and then.

use std::fmt::Write;

/// Chapters of the book.
pub const CHAPTERS: usize = 20;
/// Paragraphs of a chapter.
const PARAGRAPHS: usize = 59;
/// Pages of text that all chapters come to.
const PAGES: usize = 420;

/// The most frequent words of English, which make up half of a text.
const FREQUENT: &str = "the of and to a in that it was he for on is with as his they at be this from have or by one \
    had not but what all were when we there can an your which their said if do will each about how up out them then \
    she many some so these would other into has more her two like him see time could no make than first been its who \
    now people my made over did down only way find use may water long little very after words called just where most \
    know";
/// Stems of the rarer words.
const STEMS: &str = "learn city teach read write school work build trust market river bridge paint craft garden \
    library festival council region support measure report record letter village govern partner develop organ culture \
    music travel harbour winter summer account visit honour promise depart return train field house street window \
    question answer reason season person nation station relation direct collect connect invest protect respect \
    suggest present consider remember discover deliver gather weather leather number corner manner member order \
    wonder under better matter letter centre theatre practice service office surface purpose balance distance \
    silence science audience experience evidence presence absence silver golden open happen listen hasten fasten";
const PREFIXES: [&str; 8] = ["", "", "", "re", "un", "over", "inter", "under"];
const SUFFIXES: [&str; 12] = ["", "s", "ed", "ing", "er", "ers", "ment", "ments", "able", "ful", "ness", "ship"];

/// Chance without a seed from outside (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
/// Generators", 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// A number below `limit`, small ones far more often.
    fn skewed(&mut self, limit: usize) -> usize {
        let (one, other) = (self.below(limit), self.below(limit));
        one * other / limit
    }
}

/// Writes words.
struct Writer {
    chance: Chance,
    frequent: Vec<&'static str>,
    stems: Vec<&'static str>,
    text: String,
}

impl Writer {
    fn word(&mut self) -> String {
        if self.chance.below(2) == 0 {
            let index = self.chance.skewed(self.frequent.len());
            return self.frequent[index].to_owned();
        }
        let stem = self.stems[self.chance.skewed(self.stems.len())];
        let (prefix, suffix) =
            (PREFIXES[self.chance.below(PREFIXES.len())], SUFFIXES[self.chance.below(SUFFIXES.len())]);
        format!("{prefix}{stem}{suffix}")
    }

    fn sentence(&mut self) -> String {
        let count = 6 + self.chance.below(22);
        let mut sentence = String::new();
        for index in 0..count {
            let word = self.word();
            let word = match self.chance.below(60) {
                0 => format!("*{word}*"),
                1 => format!("\"{word}\""),
                2 => (1800 + self.chance.below(220)).to_string(),
                3..=6 if index + 1 < count => format!("{word},"),
                _ => word,
            };
            if index > 0 {
                sentence.push(' ');
            }
            sentence.push_str(&word);
        }
        let first = sentence.remove(0).to_uppercase().to_string();
        format!("{first}{sentence}.")
    }

    fn sentences(&mut self, count: usize) -> String {
        (0..count).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }

    fn title(&mut self) -> String {
        let words: Vec<String> = (0..2 + self.chance.below(3)).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn paragraph(&mut self, index: usize, notes: &mut String) {
        let mut text = self.sentences(3 + index % 5);
        if index.is_multiple_of(6) {
            let _ = write!(text, "[^n{index}]");
            let note = self.sentences(2);
            let _ = writeln!(notes, "[^n{index}]: {note}\n");
        }
        let _ = writeln!(self.text, "{text}\n");
    }

    fn list(&mut self) {
        for _ in 0..4 {
            let item = self.sentence();
            let _ = writeln!(self.text, "- {item}");
        }
        self.text.push('\n');
    }

    fn table(&mut self) {
        let caption = self.title();
        let _ = writeln!(self.text, "Table: {caption}\n\n| Place | Year | Number | Remark |\n|:--|--:|--:|:--|");
        for _ in 0..6 {
            let (place, remark) = (self.word(), self.title());
            let (year, number) = (1900 + self.chance.below(120), self.chance.below(100_000));
            let _ = writeln!(self.text, "| {place} | {year} | {number} | {remark} |");
        }
        self.text.push('\n');
    }

    /// A chapter of so many paragraphs.
    fn chapter(mut self, paragraphs: usize) -> String {
        let title = self.title();
        let _ = writeln!(self.text, "# {title}\n");
        let mut notes = String::new();
        for index in 0..paragraphs {
            if index % 10 == 5 {
                let title = self.title();
                let _ = writeln!(self.text, "## {title}\n");
            }
            self.paragraph(index, &mut notes);
            match index % 30 {
                11 => self.list(),
                21 => self.table(),
                _ => {}
            }
        }
        self.text + &notes
    }
}

/// The manifest.
pub fn manifest() -> String {
    let names: Vec<String> = (0..CHAPTERS).map(|index| format!("\"{}\"", name(index))).collect();
    format!(
        "chapters = [{}]\n[book]\ntitle = \"Stages\"\nlanguage = \"en-GB\"\nauthors = [{{ name = \"Chance\" }}]\n",
        names.join(", ")
    )
}

/// The file of chapter `index`.
pub fn name(index: usize) -> String {
    format!("c{index:02}.md")
}

/// The Markdown of chapter `index`.
pub fn chapter(index: usize) -> String {
    writer(index).chapter(PARAGRAPHS)
}

/// The Markdown of a chapter of about so many pages.
pub fn chapter_of(pages: usize) -> String {
    writer(pages).chapter(pages * PARAGRAPHS * CHAPTERS / PAGES)
}

fn writer(seed: usize) -> Writer {
    let (frequent, stems) = (FREQUENT.split_whitespace().collect(), STEMS.split_whitespace().collect());
    Writer { chance: Chance(seed as u64), frequent, stems, text: String::new() }
}

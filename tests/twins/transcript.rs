//! What a reader is told, in order: the form in which document, e-book and tagged pages are compared.

use std::collections::{BTreeMap, BTreeSet};

/// Stands before and behind the number of a note where it is marked.
pub const MARK: char = '\u{E000}';

/// Words in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    pub language: String,
    pub text: String,
}

/// One thing that is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A heading and its level.
    Heading(u8, Vec<Run>),
    /// A paragraph, a cell, a caption, a term.
    Text(Vec<Run>),
    /// An item of a list starts, with its number or the box of a task; bullets say nothing.
    Item(String),
    /// What a picture shows.
    Picture(String),
}

/// A chapter, or the title of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    pub said: Vec<Said>,
    /// Where it is and how it is called there, beside its title.
    pub place: BTreeSet<(String, String)>,
    /// Its notes by number.
    pub notes: BTreeMap<u32, Vec<Said>>,
}

/// All chapters in order.
pub type Transcript = Vec<Chapter>;

/// Takes down what is said: words gather until a block ends.
#[derive(Default)]
pub struct Scribe {
    said: Vec<Said>,
    runs: Vec<Run>,
    /// Pictures in the line: they are told behind its words.
    pictures: Vec<String>,
    /// The level, where the words are a heading.
    level: Option<u8>,
}

impl Scribe {
    /// Words in `language`.
    pub fn words(&mut self, language: &str, text: &str) {
        match self.runs.last_mut() {
            Some(run) if run.language == language => run.text.push_str(text),
            _ => self.runs.push(Run { language: language.to_owned(), text: text.to_owned() }),
        }
    }

    /// The mark of note `number`.
    pub fn mark(&mut self, number: u32) {
        let language = self.runs.last().map(|run| run.language.clone()).unwrap_or_default();
        self.words(&language, &format!("{MARK}{number}{MARK}"));
    }

    pub fn picture(&mut self, alternative: &str) {
        if !alternative.trim().is_empty() {
            self.pictures.push(spaced(alternative));
        }
    }

    /// The words from here on are a heading.
    pub fn heading(&mut self, level: u8) {
        self.end();
        self.level = Some(level);
    }

    pub fn item(&mut self, label: &str) {
        self.end();
        self.said.extend((!label.is_empty()).then(|| Said::Item(label.to_owned())));
    }

    /// A block of code without its white space, which lines are broken at.
    pub fn code(&mut self, language: &str, text: &str) {
        self.end();
        self.words(language, &text.split_whitespace().collect::<String>());
        self.end();
    }

    /// A block starts or ends.
    pub fn end(&mut self) {
        let runs = tidied(std::mem::take(&mut self.runs));
        match (self.level.take(), runs.is_empty()) {
            (_, true) => {}
            (Some(level), false) => self.said.push(Said::Heading(level, runs)),
            (None, false) => self.said.push(Said::Text(runs)),
        }
        self.said.extend(self.pictures.drain(..).map(Said::Picture));
    }

    pub fn finish(mut self) -> Vec<Said> {
        self.end();
        self.said
    }
}

/// `runs` with single spaces, without what only says where a line may end, and without white space that
/// stands between two languages' own: it belongs to the run before.
fn tidied(runs: Vec<Run>) -> Vec<Run> {
    let mut tidy: Vec<Run> = Vec::new();
    let mut after_space = true;
    for run in runs {
        for character in run.text.chars() {
            let space = character.is_whitespace();
            if is_hidden(character) || (space && after_space) {
                continue;
            }
            after_space = space;
            let character = if space { ' ' } else { character };
            match tidy.last_mut() {
                Some(last) if space || last.language == run.language => last.text.push(character),
                _ => tidy.push(Run { language: run.language.clone(), text: character.into() }),
            }
        }
    }
    if let Some(last) = tidy.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    tidy.retain(|run| !run.text.is_empty());
    tidy
}

fn is_hidden(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

pub fn spaced(text: &str) -> String {
    let mut runs = tidied(vec![Run { language: String::new(), text: text.to_owned() }]);
    runs.pop().map(|run| run.text).unwrap_or_default()
}

/// The words of `said` without languages.
pub fn plain(said: &[Said]) -> String {
    let of = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    let texts = said.iter().map(|one| match one {
        Said::Heading(_, runs) | Said::Text(runs) => of(runs),
        Said::Item(text) | Said::Picture(text) => text.clone(),
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Takes headings up that leave out a level, as tagged pages must.
pub fn without_gaps(transcript: &mut Transcript) {
    let mut before = 0;
    let chapters = transcript.iter_mut().flat_map(|chapter| &mut chapter.said);
    for said in chapters {
        if let Said::Heading(level, _) = said {
            *level = (*level).min(before + 1);
            before = *level;
        }
    }
}

/// The first difference between two transcripts; none if they are alike.
pub fn difference(one: &Transcript, other: &Transcript) -> Option<String> {
    if one.len() != other.len() {
        return Some(format!("{} chapters are not {}", one.len(), other.len()));
    }
    for (number, (one, other)) in (1..).zip(one.iter().zip(other)) {
        let told = |what: &str, found: String| format!("chapter {number}: {what}: {found}");
        if one.place != other.place {
            return Some(told("the place", format!("{:?} is not {:?}", one.place, other.place)));
        }
        if let Some(found) = first(&one.said, &other.said) {
            return Some(told("the text", found));
        }
        if one.notes.keys().ne(other.notes.keys()) {
            return Some(told("the notes", format!("{} are not {}", one.notes.len(), other.notes.len())));
        }
        for (note, said) in &one.notes {
            if let Some(found) = first(said, &other.notes[note]) {
                return Some(told(&format!("note {note}"), found));
            }
        }
    }
    None
}

fn first(one: &[Said], other: &[Said]) -> Option<String> {
    let at = (0..one.len().max(other.len())).find(|at| one.get(*at) != other.get(*at))?;
    Some(format!("{:?} is not {:?}", one.get(at), other.get(at)))
}

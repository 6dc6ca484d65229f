//! Letters of a script that the language they are tagged with cannot have: fonts, hyphens and voices
//! go by the tag.

use crate::diag::{Code, Diagnostic};
use crate::document::walk::{Visit, walk};
use crate::document::{Block, Chapter, Inline, Passage};
use crate::language::{Language, Script};
use crate::source::Span;
use unicode_script::UnicodeScript;

/// The scripts that want a tag, with languages that are written in them; the first is proposed.
const SCRIPTS: [(Script, &str, &[&str]); 9] = [
    (Script::Arabic, "Arabic", &["ar", "fa", "ur", "ps", "sd", "ug", "ckb", "ku", "az", "ms"]),
    (Script::Han, "Chinese", &["zh-Hans", "zh", "ja", "ko", "yue", "wuu", "nan", "lzh"]),
    (Script::Hiragana, "Japanese", &["ja"]),
    (Script::Katakana, "Japanese", &["ja", "ain"]),
    (Script::Hangul, "Korean", &["ko"]),
    (Script::Ethiopic, "Ethiopic", &["am", "ti", "gez", "tig", "sgw", "har"]),
    (Script::Hebrew, "Hebrew", &["he", "yi", "lad"]),
    (Script::Devanagari, "Devanagari", &["hi", "mr", "ne", "sa"]),
    (Script::Thai, "Thai", &["th"]),
];

/// The first character of their blocks: texts of other scripts are mostly below it.
const FIRST: char = '\u{590}';

/// A warning for each text of `chapter` with letters that its language is not written in.
pub(super) fn check(chapter: &Chapter) -> Vec<Diagnostic> {
    let mut scripts = Scripts { languages: vec![&chapter.language], diagnostics: Vec::new() };
    walk(chapter, &mut scripts);
    scripts.diagnostics
}

struct Scripts<'a> {
    /// The languages of the blocks that are open.
    languages: Vec<&'a Language>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Visit<'a> for Scripts<'a> {
    fn block(&mut self, block: &'a Block) {
        let language = block.attributes.language.as_ref().or(self.languages.last().copied());
        self.languages.extend(language);
    }

    fn block_end(&mut self, _block: &'a Block) {
        self.languages.pop();
    }

    fn passage(&mut self, passage: &'a Passage, _block: &'a Block) {
        if let Some(language) = self.languages.last().copied() {
            self.inlines(&passage.inlines, language);
        }
    }
}

impl Scripts<'_> {
    fn inlines(&mut self, inlines: &[Inline], language: &Language) {
        for inline in inlines {
            match inline {
                Inline::Text { text, span } => self.diagnostics.extend(foreign(text, *span, language)),
                Inline::Span(span) => {
                    self.inlines(&span.content, span.attributes.language.as_ref().unwrap_or(language));
                }
                _ => {}
            }
        }
    }
}

fn foreign(text: &str, place: Span, language: &Language) -> Option<Diagnostic> {
    if text.is_ascii() {
        return None;
    }
    let (c, name, proposed) = text.chars().filter(|c| *c >= FIRST).find_map(|c| {
        let own = c.script();
        let (_, name, languages) = SCRIPTS.iter().find(|(script, ..)| *script == own)?;
        let fits = languages.contains(&language.primary());
        (!fits).then_some((c, *name, languages.first().copied().unwrap_or_default()))
    })?;
    let message = format!("{name} letters (`{c}`) in text that is tagged `{language}`");
    let hint = format!("write `<span lang=\"{proposed}\">…</span>` around them, with the right language");
    Some(Diagnostic::warning(Code::Preflight, message).at(place).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::{Context, parse};
    use crate::source::{BookPath, SourceId};

    fn messages(markdown: &str) -> Vec<String> {
        let language = Language::new("en-GB").expect("plain");
        let path = BookPath::new("a.md").expect("plain");
        let (chapter, _) = parse(markdown, &Context { source: SourceId(0), path, language });
        check(&chapter).into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn letters_that_the_language_is_not_written_in_want_a_tag() {
        assert_eq!(messages("In 北京 today"), ["Chinese letters (`北`) in text that is tagged `en-GB`"]);
        assert_eq!(messages("In <span lang=\"zh-Hans\">北京</span> and Äänekoski"), [""; 0]);
        assert_eq!(messages("<span lang=\"zh\">عمّان</span>").len(), 1);
    }
}

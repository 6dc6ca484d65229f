//! Markdown → [`Chapter`].
//!
//! In come the text of a chapter's file and where it belongs; out go the tree and what is wrong with
//! the text. Every word of the text is in the tree, or a diagnostic names it. Nothing is read but the
//! text: whether images and links lead somewhere is found out later.

mod braces;
mod build;
mod captions;
mod findings;
mod html;
mod ids;
mod links;
mod metadata;
mod notes;
mod passage;
mod raw;
mod settle;
mod smarten;
mod tags;

use crate::diag::{Code, Diagnostic};
use crate::document::{Block, BlockKind, Chapter};
use crate::language::Language;
use crate::source::{BookPath, SourceId};
use findings::Findings;
use pulldown_cmark::{Options, Parser};
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// How deep blocks may be nested in blocks, and spans in spans. Later rooms walk the tree by
/// recursion on threads with stacks of 2 MiB.
const DEPTH: usize = 100;

/// Where a chapter belongs.
#[derive(Clone, Debug)]
pub struct Context {
    /// Its file.
    pub source: SourceId,
    /// The path of its file, from which its links lead.
    pub path: BookPath,
    /// The language of the book; the chapter may name its own.
    pub language: Language,
}

/// Reads a chapter. Offsets of all spans count the bytes of `text`.
#[must_use]
pub fn parse(text: &str, context: &Context) -> (Chapter, Vec<Diagnostic>) {
    let mut findings = Findings::new(context.source);
    let text = &*without_stand_ins(text, &mut findings);
    let (metadata, start) = metadata::strip(text, &mut findings);
    let events = Parser::new_ext(&text[start..], options()).into_offset_iter();
    let events = events.map(|(event, range)| (event, range.start + start..range.end + start));
    let language = metadata.language.unwrap_or_else(|| context.language.clone());
    let (mut blocks, notes) = build::build(events, text, &context.path, &mut findings);
    let mut notes = notes::number(&mut blocks, notes, text, &mut findings);
    ids::assign(&mut blocks, &mut notes, &mut findings);
    let nodes = settle::settle(&mut blocks, &mut notes, &language, &mut findings);
    if blocks.is_empty() && notes.is_empty() {
        let fault = Diagnostic::warning(Code::EmptyChapter, "the chapter has no text");
        findings.push(fault.at(findings.span(0..0)));
    }
    let id = metadata.id.unwrap_or_else(|| nfc(context.path.stem()));
    let title = metadata.title.or_else(|| first_title(&blocks)).unwrap_or_else(|| nfc(context.path.stem()));
    let (source, path) = (context.source, context.path.clone());
    (Chapter { source, path, id, language, title, blocks, notes, nodes }, findings.finish())
}

/// What is read beyond CommonMark. Left out on purpose: quotes and dashes, which go by language;
/// attributes of headings, which are read as those of captions and images are; YAML.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH
}

/// The noncharacters that stand for something inside the room are no text (Unicode 23.7).
fn without_stand_ins<'t>(text: &'t str, findings: &mut Findings) -> Cow<'t, str> {
    if !text.as_bytes().contains(&smarten::STAND_IN_START) {
        return Cow::Borrowed(text);
    }
    let Some(first) = text.find(smarten::is_stand_in) else { return Cow::Borrowed(text) };
    let fault = Diagnostic::error(Code::ControlCharacter, "the text holds a noncharacter of Unicode");
    findings.push(fault.at(findings.span(first..first + 3)).hint("delete it"));
    Cow::Owned(text.replace(smarten::is_stand_in, "\u{FFFD}"))
}

fn first_title(blocks: &[Block]) -> Option<String> {
    let title = blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Heading { level: 1, title } => Some(title.text()),
        _ => None,
    })?;
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(title).filter(|title| !title.is_empty())
}

/// `text` in NFC.
fn nfc(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// Whether `text` is sure to be in NFC.
fn is_nfc(text: &str) -> bool {
    text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

//! The fonts that the e-book carries: the faces that its text asks for, and for characters which
//! these lack, the face that the print edition takes too.

use super::drawing::words;
use super::plan::Plan;
use super::walk::{Setting, Visitor, walk};
use crate::document::{Block, BlockKind, Chapter, Inline, NodeId, Passage, QuoteKind, SpanKind};
use crate::fonts::{Font, FontId, FontSet, LICENCES};
use crate::graphics::Shape;
use crate::language::Language;
use crate::style::{Face, Family, Weight};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use unicode_script::UnicodeScript;

/// A font file of the e-book.
#[derive(Debug)]
pub(super) struct FontFile<'a> {
    /// The font.
    pub(super) font: &'a Font,
    /// The bytes of its file.
    pub(super) data: Cow<'a, [u8]>,
    /// What zlib makes of them, where that is known.
    pub(super) deflated: Option<&'static [u8]>,
    /// The name of its file.
    pub(super) file: String,
    /// Index of its licence in [`Faces::licences`].
    pub(super) licence: Option<usize>,
}

/// A face for characters that the text faces lack.
#[derive(Debug, Default)]
pub(super) struct Fallback {
    /// Size in thousandths of the text's.
    pub(super) scale: i64,
    /// Blocks of 256 characters that it is used for.
    pub(super) pages: BTreeSet<u32>,
    /// The characters.
    pub(super) characters: BTreeSet<char>,
    /// Primary subtags of the languages that it is used in.
    pub(super) languages: BTreeSet<String>,
}

/// The fonts that the e-book carries.
#[derive(Debug, Default)]
pub(super) struct Faces<'a> {
    /// Files in the order of the font set.
    pub(super) files: Vec<FontFile<'a>>,
    /// Which font each family uses.
    pub(super) families: BTreeSet<(Family, FontId)>,
    /// Fonts for characters that these lack.
    pub(super) fallbacks: BTreeMap<FontId, Fallback>,
    /// Licences: name of the file and text.
    pub(super) licences: Vec<(String, &'static str)>,
}

impl Faces<'_> {
    /// The file of font `id`.
    pub(super) fn file(&self, id: FontId) -> Option<&FontFile<'_>> {
        self.files.iter().find(|file| file.font.id == id)
    }
}

/// The fonts that the e-book of `plan` needs from `fonts`; none if the manifest wants none.
pub(super) fn faces<'a>(plan: &Plan<'_>, fonts: &'a FontSet) -> Faces<'a> {
    if !plan.document.manifest.output.fonts {
        return Faces::default();
    }
    let start = Used::new(fonts).with_front_pages(plan).with_drawings(plan);
    let chapters = plan.document.chapters.par_iter().map(|placed| Used::new(fonts).with_chapter(&placed.chapter));
    let used = chapters.collect::<Vec<_>>().into_iter().fold(start, Used::and);
    let families: BTreeSet<(Family, FontId)> =
        used.faces.into_iter().map(|face| (face.family, fonts.select(face))).collect();
    let ids: BTreeSet<FontId> = families.iter().map(|(_, id)| *id).chain(used.fallbacks.keys().copied()).collect();
    let mut faces = Faces { families, fallbacks: used.fallbacks, ..Faces::default() };
    for (number, id) in (1..).zip(ids) {
        let font = fonts.get(id);
        let extension = if font.cff { "otf" } else { "ttf" };
        let licence = licence(font, &mut faces.licences);
        let data = data(font, faces.fallbacks.get(&id).filter(|_| !faces.families.iter().any(|(_, own)| *own == id)));
        let deflated = if matches!(data, Cow::Borrowed(_)) { font.deflated() } else { None };
        faces.files.push(FontFile { font, data, deflated, file: format!("f{number:03}.{extension}"), licence });
    }
    faces
}

/// Families that are cut to the characters used. A font that is cut is changed, and a changed font
/// may not keep a name that its makers reserve; these two we have renamed. The others are carried
/// whole: what they would lose is small, and their substitutions are wanted.
const CUT: [&str; 2] = ["Book Song SC", "Book Myeongjo KR"];

/// The file of `font`, cut to what it is used for where it is nothing but a fallback.
fn data<'a>(font: &'a Font, fallback: Option<&Fallback>) -> Cow<'a, [u8]> {
    let cut = fallback.filter(|_| CUT.contains(&font.family.as_str()));
    match cut.and_then(|fallback| font.cut_to(&fallback.characters)) {
        Some(data) => Cow::Owned(data),
        None => Cow::Borrowed(font.data()),
    }
}

/// The licence of `font` among `licences`, to which it is added if it is new: for the fonts that
/// come with the program. A licence's name joins the families that it covers.
fn licence(font: &Font, licences: &mut Vec<(String, &'static str)>) -> Option<usize> {
    let covers = |name: &str| {
        let stem = name.split('.').next().unwrap_or(name);
        stem.split('-').any(|family| font.file.starts_with(family))
    };
    let (_, text) = LICENCES.iter().find(|(name, _)| covers(name))?;
    if let Some(index) = licences.iter().position(|(_, other)| other == text) {
        return Some(index);
    }
    licences.push((format!("licence-{}.txt", licences.len() + 1), text));
    Some(licences.len() - 1)
}

/// What is used of a font set.
struct Used<'a> {
    fonts: &'a FontSet,
    faces: BTreeSet<Face>,
    fallbacks: BTreeMap<FontId, Fallback>,
}

impl<'a> Used<'a> {
    fn new(fonts: &'a FontSet) -> Self {
        Self { fonts, faces: BTreeSet::new(), fallbacks: BTreeMap::new() }
    }

    fn with_chapter(mut self, chapter: &Chapter) -> Self {
        walk(chapter, &mut self);
        self
    }

    /// The words of drawings and of their tables.
    fn with_drawings(mut self, plan: &Plan<'_>) -> Self {
        let (strong, plain) = (face_of(Setting::Head), face_of(Setting::Cell));
        for (place, drawn) in plan.drawings {
            let Some(placed) = plan.document.chapters.get(place.chapter as usize) else { continue };
            let language = &placed.chapter.language;
            for shape in &drawn.drawing.shapes {
                let Shape::Text { runs, .. } = shape else { continue };
                let bold = runs.first().is_some_and(|run| self.fonts.get(run.run.font).weight != Weight::Regular);
                self.text(&words(runs), if bold { strong } else { plain }, language);
            }
            self.text(&drawn.table.title, face_of(Setting::Caption), language);
            drawn.table.head.iter().for_each(|cell| self.text(cell, strong, language));
            for row in &drawn.table.rows {
                row.iter().take(1).for_each(|cell| self.text(cell, strong, language));
                row.iter().skip(1).for_each(|cell| self.text(cell, plain, language));
            }
        }
        self
    }

    fn with_front_pages(mut self, plan: &Plan<'_>) -> Self {
        let manifest = &plan.document.manifest;
        let metadata = &manifest.metadata;
        let (text, heading) = (face_of(Setting::Text), face_of(Setting::Heading(1)));
        let names = metadata.contributors.iter().map(|person| &person.name);
        let lines = metadata.subtitle.iter().chain(&metadata.publisher).chain(&metadata.rights).chain(names);
        lines.for_each(|line| self.text(line, text, &metadata.language));
        self.text(&metadata.title, heading, &metadata.language);
        for entry in &plan.document.index.entries {
            self.text(&entry.head, text, &metadata.language);
            let also = entry.see.iter().chain(&entry.also).next();
            self.faces.extend(also.map(|_| Face { italic: true, ..text }));
        }
        for part in &manifest.parts {
            part.title.iter().for_each(|title| self.text(title, heading, &metadata.language));
            let lines = part.place.iter().flat_map(|place| place.country.iter().chain(&place.region));
            lines.for_each(|line| self.text(line, LABEL, &metadata.language));
            let names = part.place.iter().flat_map(|place| &place.names);
            names.for_each(|(language, name)| self.text(name, text, language));
        }
        self
    }

    fn and(mut self, other: Self) -> Self {
        self.faces.extend(other.faces);
        for (id, fallback) in other.fallbacks {
            let own = self.fallbacks.entry(id).or_default();
            own.scale = own.scale.max(fallback.scale);
            own.pages.extend(fallback.pages);
            own.characters.extend(fallback.characters);
            own.languages.extend(fallback.languages);
        }
        self
    }

    fn text(&mut self, text: &str, face: Face, language: &Language) {
        self.faces.insert(face);
        if text.is_ascii() {
            return;
        }
        let own = self.fonts.get(self.fonts.select(face));
        for character in text.chars() {
            if own.glyph(character).is_none() && !character.is_control() {
                self.fallback(character, face, language);
            }
        }
    }

    fn fallback(&mut self, character: char, face: Face, language: &Language) {
        let script = character.script();
        let Some((id, _)) = self.fonts.fallback(face, character, script, language) else { return };
        // A style sheet has one size for a face: that beside the upright text face of its weight.
        let text = Face { family: Family::Text, weight: self.fonts.get(id).weight, italic: false };
        let fallback = self.fallbacks.entry(id).or_default();
        if !fallback.pages.contains(&(character as u32 >> 8)) {
            fallback.scale = fallback.scale.max(self.fonts.scale(text, id, script));
        }
        fallback.pages.insert(character as u32 >> 8);
        fallback.characters.insert(character);
        if !fallback.languages.contains(language.primary()) {
            fallback.languages.insert(language.primary().to_owned());
        }
    }

    fn inlines(&mut self, inlines: &[Inline], face: Face, language: &Language) {
        for inline in inlines {
            match inline {
                Inline::Text { text, .. } => self.text(text, face, language),
                Inline::Code { text, .. } | Inline::Math { source: text, .. } => {
                    self.text(text, Face { family: Family::Mono, ..face }, language);
                }
                Inline::Span(span) => {
                    let language = span.attributes.language.as_ref().unwrap_or(language);
                    self.inlines(&span.content, face_in(&span.kind, face), language);
                }
                Inline::LineBreak | Inline::BreakOpportunity | Inline::Image(_) | Inline::NoteMark { .. } => {}
            }
        }
    }
}

impl<'b> Visitor<'b> for Used<'_> {
    fn node(&mut self, _: NodeId) {}

    fn block(&mut self, block: &'b Block) {
        if matches!(&block.kind, BlockKind::Quote { kind, .. } if *kind != QuoteKind::Quotation) {
            self.faces.insert(LABEL);
        }
    }

    fn passage(&mut self, passage: &'b Passage, setting: Setting, language: &'b Language) {
        if setting == Setting::Data {
            return;
        }
        if setting == Setting::Caption {
            self.faces.insert(LABEL);
        }
        self.inlines(&passage.inlines, face_of(setting), language);
    }
}

/// The face of what we add to the text: labels of captions and alerts, places of cities.
const LABEL: Face = Face { family: Family::Sans, weight: Weight::Semibold, italic: false };

/// The face that the style sheet gives to a passage.
fn face_of(setting: Setting) -> Face {
    let (family, weight, italic) = match setting {
        Setting::Text => (Family::Text, Weight::Regular, false),
        Setting::Heading(3) | Setting::Caption => (Family::Text, Weight::Regular, true),
        Setting::Heading(0..=3) | Setting::Term => (Family::Text, Weight::Semibold, false),
        Setting::Heading(_) | Setting::Head => (Family::Sans, Weight::Semibold, false),
        Setting::Cell => (Family::Sans, Weight::Regular, false),
        Setting::Code | Setting::Data => (Family::Mono, Weight::Regular, false),
    };
    Face { family, weight, italic }
}

/// The face that the style sheet gives to a span in `face`.
fn face_in(kind: &SpanKind, face: Face) -> Face {
    match kind {
        SpanKind::Emphasis | SpanKind::Cite | SpanKind::Definition => Face { italic: !face.italic, ..face },
        SpanKind::Strong => Face { weight: Weight::Bold, ..face },
        _ => face,
    }
}

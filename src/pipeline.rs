//! The whole way from a book's folder to its outputs.
//!
//! In come a [`Request`] and a [`Root`], out comes an [`Outcome`]: files in memory and everything
//! that is wrong with the book. Nothing is written or printed here.

use crate::cover::Cover;
use crate::diag::{Code, Diagnostic, Severity, nearest};
use crate::document::walk::plain_text;
use crate::document::{self, Chapter, Document};
use crate::edition::{self, Edition, PageKind};
use crate::fonts::FontSet;
use crate::frozen::{self, Breaks, Digests};
use crate::graphics::{DrawingFaces, Drawings, illustrate};
use crate::layout::{self, Account, layout};
use crate::loader::{self, Assets, Root};
use crate::manifest::{self, Manifest};
use crate::maths::{Formulas, formulas};
use crate::pagination::{PageMap, PageNumbers};
use crate::shaping::Shaper;
use crate::source::{BookPath, SourceId, Sources};
use crate::style::{Role, StyleSheet};
use crate::typeset::{Context, typeset};
use crate::{cover, epub, markup, pdf, preflight, style};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A kind of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `NAME.epub`.
    Epub,
    /// `NAME-print.pdf`.
    Print,
    /// `NAME-screen.pdf`.
    Screen,
}

/// What is to be built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The outputs; all that the manifest names if empty.
    pub only: Vec<Format>,
    /// The chapter that is built alone, by its id.
    pub chapter: Option<String>,
    /// Whether outputs are made in spite of errors.
    pub draft: bool,
    /// Whether a proof of the pages with their grid is made beside the outputs.
    pub show_grid: bool,
    /// The time of this revision in seconds since 1970, where the manifest does not say it.
    pub epoch: Option<i64>,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Names and bytes of the outputs; empty if nothing could be made of the book.
    pub files: Vec<(String, Vec<u8>)>,
    /// What is wrong with the book, in the order of its text, each once.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read, for the places of diagnostics.
    pub sources: Sources,
    /// Pages of the print edition.
    pub pages: usize,
    /// Words of the manuscript.
    pub words: usize,
}

impl Outcome {
    /// The worst of its diagnostics.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.diagnostics.iter().map(|diagnostic| diagnostic.severity).max()
    }
}

/// Is told how far a build has come.
pub trait Progress: Sync {
    /// A stage of `steps` steps starts; 0 if they cannot be counted.
    fn stage(&self, name: &'static str, steps: u64);
    /// A step of it is done.
    fn step(&self);
}

/// Builds what `request` asks for from the manifest at `manifest` in `root`.
#[must_use]
pub fn build(request: &Request, root: &Root, manifest: &BookPath, progress: &dyn Progress) -> Outcome {
    let mut outcome = Outcome::default();
    run(request, root, manifest, progress, &mut outcome);
    outcome.diagnostics = in_order(std::mem::take(&mut outcome.diagnostics));
    outcome
}

/// The pages that [`build`] would write, and what it would say; no pages if nothing could be made of
/// the book. Of the outcome, only the files are missing.
#[must_use]
pub fn pages(request: &Request, root: &Root, manifest: &BookPath) -> (Option<Edition>, Outcome) {
    let mut outcome = Outcome::default();
    let laid = lay_out(request, root, manifest, &Silent, &mut outcome);
    outcome.diagnostics = in_order(std::mem::take(&mut outcome.diagnostics));
    (laid.map(|laid| laid.edition), outcome)
}

/// The paragraphs of the book with what each line cost and what other settings would have cost, as
/// [`crate::typeset::Galley::dump`] writes them, chapter by chapter; of the outcome, only the files are
/// missing.
#[must_use]
pub fn lines(request: &Request, root: &Root, manifest: &BookPath) -> (Option<String>, Outcome) {
    let mut outcome = Outcome::default();
    let laid = lay_out(request, root, manifest, &Silent, &mut outcome);
    outcome.diagnostics = in_order(std::mem::take(&mut outcome.diagnostics));
    let text = laid.map(|laid| {
        let numbers = laid.edition.numbers();
        let context = laid.context(&numbers);
        let chapters = 0..context.document.chapters.len() as u32;
        chapters.map(|chapter| typeset(&context, chapter).0.dump()).collect()
    });
    (text, outcome)
}

/// Why the page with the folio `folio` is as it is; none if there is no such page of text. Of the outcome, only
/// the files are missing.
#[must_use]
pub fn why(request: &Request, root: &Root, manifest: &BookPath, folio: &str) -> (Option<Account>, Outcome) {
    let mut outcome = Outcome::default();
    let laid = lay_out(request, root, manifest, &Silent, &mut outcome);
    outcome.diagnostics = in_order(std::mem::take(&mut outcome.diagnostics));
    let account = laid.and_then(|laid| {
        let numbers = laid.edition.numbers();
        layout::why(&laid.edition, &laid.context(&numbers), &laid.frozen, folio)
    });
    (account, outcome)
}

/// The file that freezes the pages of the book, by its name and its text: each page of text starts where it
/// does now as long as it is there. None if nothing could be made of the book, or if it has errors.
#[must_use]
pub fn freeze(request: &Request, root: &Root, manifest: &BookPath) -> (Option<(String, String)>, Outcome) {
    let mut outcome = Outcome::default();
    let laid = lay_out(request, root, manifest, &Silent, &mut outcome);
    // What is wrong with the old file is mended by the new one.
    let of_old = outcome.diagnostics.iter_mut().filter(|diagnostic| diagnostic.code == Code::FrozenPages);
    of_old.for_each(|diagnostic| diagnostic.severity = Severity::Warning);
    outcome.diagnostics = in_order(std::mem::take(&mut outcome.diagnostics));
    let laid = laid.filter(|_| outcome.severity() < Some(Severity::Error));
    let file = laid.zip(frozen_path(manifest)).map(|(laid, path)| {
        let pages = laid.edition.pages.iter().filter(|page| matches!(page.kind, PageKind::Text(_)));
        let starts: Vec<_> = pages.filter_map(|page| Some((page.folio.to_string(), page.body.start?))).collect();
        let text = frozen::freeze(&laid.document, &starts, &laid.digests);
        (path.as_str().to_owned(), text)
    });
    (file, outcome)
}

/// Tells nobody.
struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: u64) {}
    fn step(&self) {}
}

fn run(request: &Request, root: &Root, path: &BookPath, progress: &dyn Progress, outcome: &mut Outcome) {
    let Some(laid) = lay_out(request, root, path, progress, outcome) else { return };
    let faulty = outcome.severity() >= Some(Severity::Error);
    if !faulty || request.draft {
        progress.stage("writing", 0);
        write(request, &laid, outcome);
    }
    // A book lies in a million pieces: they are given back while its files are stored, or not at all if that is all.
    rayon::spawn(move || drop(laid));
}

/// A book whose pages are made.
struct Laid {
    document: Document,
    /// The document as it is printed, where that differs.
    printed: Option<Document>,
    edition: Edition,
    sheet: StyleSheet,
    shaper: Shaper,
    assets: Assets,
    drawings: Drawings,
    formulas: Formulas,
    /// Where its pages start that were frozen.
    frozen: Breaks,
    digests: Digests,
    /// The cover that the manifest names.
    cover: Option<Cover>,
    /// The profile of the press that the manifest names.
    press: Option<Arc<[u8]>>,
}

impl Laid {
    fn printed(&self) -> &Document {
        self.printed.as_ref().unwrap_or(&self.document)
    }

    /// What its pages are made with once they have `numbers`.
    fn context<'a>(&'a self, numbers: &'a PageNumbers) -> Context<'a> {
        let Self { sheet: style, shaper, assets, drawings, .. } = self;
        Context { document: self.printed(), style, shaper, assets, drawings, numbers }
    }
}

/// Everything before the outputs; none if nothing can be made of the book.
fn lay_out(
    request: &Request,
    root: &Root,
    path: &BookPath,
    progress: &dyn Progress,
    outcome: &mut Outcome,
) -> Option<Laid> {
    progress.stage("reading", 0);
    let manifest = read_manifest(request, root, path, outcome)?;
    let sources = read_chapters(root, &manifest, progress, outcome);
    let chapters = parse(&sources, &manifest, progress, outcome);
    let (files, diagnostics) = root.fonts();
    outcome.diagnostics.extend(diagnostics);
    // Before the fonts are parsed: their bytes are gone then.
    let own_fonts = Digests::new(&files, "").fonts;
    let (fonts, diagnostics) = FontSet::with_files(files, &manifest.fonts);
    outcome.diagnostics.extend(diagnostics);
    let assets = read_assets(root, &manifest, &chapters, &fonts, outcome);
    let cover = read_cover(root, &manifest, outcome);
    let press = read_press(root, &manifest, outcome);
    let document = assemble(request, manifest, chapters, outcome)?;
    outcome.words = document.chapters.iter().map(|placed| words(&plain_text(&placed.chapter))).sum();
    outcome.diagnostics.extend(preflight::report(&document, &assets, cover.as_ref()));
    if document.chapters.is_empty() {
        return None;
    }
    progress.stage("setting", 0);
    let shaper = Shaper::new(Arc::new(fonts));
    let sheet = style::sheet(&document.manifest);
    let look = format!("{:?} {:?}", sheet.page, sheet.get(Role::Body));
    let digests = Digests { fonts: own_fonts, ..Digests::new(&[], &look) };
    let frozen = read_frozen(request, root, path, &document, &digests, outcome);
    let (drawings, diagnostics) = illustrate(&document, &sheet, &shaper, sheet.page.measure());
    outcome.diagnostics.extend(diagnostics);
    let (formulas, diagnostics) = formulas(&document);
    outcome.diagnostics.extend(diagnostics);
    let printed = document::with_address_notes(&document);
    let set = printed.as_ref().unwrap_or(&document);
    let (edition, diagnostics) = layout(set, &sheet, &shaper, &assets, &drawings, &frozen);
    outcome.diagnostics.extend(diagnostics);
    outcome.pages = edition.pages.len();
    Some(Laid { document, printed, edition, sheet, shaper, assets, drawings, formulas, frozen, digests, cover, press })
}

/// Parses each chapter, side by side.
fn parse(
    sources: &[(SourceId, BookPath)],
    manifest: &Manifest,
    progress: &dyn Progress,
    outcome: &mut Outcome,
) -> Vec<Chapter> {
    progress.stage("parsing", sources.len() as u64);
    let language = &manifest.metadata.language;
    let parsed: Vec<_> = sources
        .par_iter()
        .filter_map(|(id, path)| {
            let source = outcome.sources.get(*id)?;
            let context = markup::Context { source: *id, path: path.clone(), language: language.clone() };
            let parsed = markup::parse(&source.text, &context);
            progress.step();
            Some(parsed)
        })
        .collect();
    let (chapters, diagnostics): (Vec<_>, Vec<_>) = parsed.into_iter().unzip();
    outcome.diagnostics.extend(diagnostics.into_iter().flatten());
    chapters
}

fn read_assets(
    root: &Root,
    manifest: &Manifest,
    chapters: &[Chapter],
    fonts: &FontSet,
    outcome: &mut Outcome,
) -> Assets {
    match root.below(manifest.root.as_ref()) {
        Ok(manuscript) => {
            let (assets, diagnostics) = loader::load(&manuscript, chapters, &DrawingFaces::new(fonts));
            outcome.diagnostics.extend(diagnostics);
            assets
        }
        Err(diagnostic) => {
            outcome.diagnostics.push(diagnostic);
            Assets::default()
        }
    }
}

/// The cover that the manifest names, if it names one.
fn read_cover(root: &Root, manifest: &Manifest, outcome: &mut Outcome) -> Option<Cover> {
    let file = manifest.cover.as_ref()?;
    match loader::load_raster(root, &file.path, file.span) {
        Ok((bytes, raster)) => Some(Cover { bytes, raster }),
        Err(diagnostic) => {
            outcome.diagnostics.push(diagnostic);
            None
        }
    }
}

/// The profile of the press that the manifest names, if it names one.
fn read_press(root: &Root, manifest: &Manifest, outcome: &mut Outcome) -> Option<Arc<[u8]>> {
    let file = manifest.print.profile.as_ref()?;
    let bytes = root.read_bytes(&file.path, Some(file.span)).and_then(|bytes| preflight::press(bytes, file));
    bytes.map_err(|diagnostic| outcome.diagnostics.push(diagnostic)).ok()
}

/// Joins the chapters; of a single one that is asked for, links to the others lead nowhere, which
/// is no fault of the book.
fn assemble(
    request: &Request,
    manifest: Manifest,
    mut chapters: Vec<Chapter>,
    outcome: &mut Outcome,
) -> Option<Document> {
    let Some(id) = &request.chapter else {
        let (document, diagnostics) = document::assemble(manifest, chapters);
        outcome.diagnostics.extend(diagnostics);
        return Some(document);
    };
    let known: Vec<String> = chapters.iter().map(|chapter| chapter.id.clone()).collect();
    chapters.retain(|chapter| chapter.id == *id);
    if chapters.is_empty() {
        let fault = Diagnostic::fatal(Code::MissingField, format!("no chapter has the id `{id}`"));
        let hint = match nearest(id, known.iter().map(String::as_str)) {
            Some(name) => format!("there is a chapter `{name}`"),
            None => format!("the chapters are {}", known.join(", ")),
        };
        outcome.diagnostics.push(fault.hint(hint));
        return None;
    }
    Some(document::assemble(manifest, chapters).0)
}

/// Writes each output that is asked for into memory, side by side.
fn write(request: &Request, book: &Laid, outcome: &mut Outcome) {
    let choice = &book.document.manifest.output;
    let wanted = |format: Format| match format {
        _ if !request.only.is_empty() => request.only.contains(&format),
        Format::Epub => choice.epub,
        Format::Print => choice.print,
        Format::Screen => choice.screen,
    };
    let name = |suffix: &str| format!("{}{suffix}", choice.name);
    let profiles: Vec<(String, pdf::Profile)> =
        [(Format::Print, "-print.pdf", pdf::Profile::Print), (Format::Screen, "-screen.pdf", pdf::Profile::Screen)]
            .into_iter()
            .filter(|(format, ..)| wanted(*format))
            .map(|(_, suffix, profile)| (name(suffix), profile))
            .collect();
    let (epub, pdfs) = rayon::join(
        || wanted(Format::Epub).then(|| write_epub(book)),
        || if profiles.is_empty() { Ok(Vec::new()) } else { write_pdfs(book, &profiles) },
    );
    let fault = |message: String| Diagnostic::error(Code::Internal, message);
    match epub {
        Some(Ok(bytes)) => outcome.files.push((name(".epub"), bytes)),
        Some(Err(message)) => outcome.diagnostics.push(fault(message)),
        None => {}
    }
    let proof = if request.show_grid { write_grid(book, name("-grid.pdf")).map(Some) } else { Ok(None) };
    match pdfs.and_then(|files| Ok((files, proof?))) {
        Ok((files, proof)) => outcome.files.extend(files.into_iter().chain(proof)),
        Err(message) => outcome.diagnostics.push(fault(message)),
    }
}

/// The e-book. Its cover is drawn meanwhile, if the book brings none. Its charts and maps are drawn
/// again, for a phone; what has no room there stands in the table of their data.
fn write_epub(book: &Laid) -> Result<Vec<u8>, String> {
    let Laid { document, edition, shaper, assets, formulas, cover, .. } = book;
    let map = || if document.manifest.output.page_list { edition.map() } else { PageMap::default() };
    let cover = || cover.clone().unwrap_or_else(|| cover::draw(&document.manifest, shaper));
    let (map, cover) = rayon::join(map, cover);
    let (drawings, _) = illustrate(document, &style::sheet(&document.manifest), shaper, epub::DRAWING_MEASURE);
    epub::write(document, &map, shaper.fonts(), assets, &drawings, formulas, Some(&cover))
        .map_err(|fault| fault.to_string())
}

fn write_pdfs(book: &Laid, profiles: &[(String, pdf::Profile)]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let plan = plan_pdfs(book, &book.edition)?;
    let write = |(name, profile): &(String, pdf::Profile)| {
        let bytes = pdf::write(&plan, *profile).map_err(|fault| fault.to_string())?;
        Ok((name.clone(), bytes))
    };
    profiles.par_iter().map(write).collect()
}

/// The proof that shows what the pages are built on, under the name `name`.
fn write_grid(book: &Laid, name: String) -> Result<(String, Vec<u8>), String> {
    let proof = edition::with_grid(&book.edition);
    let plan = plan_pdfs(book, &proof)?;
    pdf::write(&plan, pdf::Profile::Proof).map(|bytes| (name, bytes)).map_err(|fault| fault.to_string())
}

fn plan_pdfs<'a>(book: &'a Laid, edition: &'a Edition) -> Result<pdf::Plan<'a>, String> {
    let plan = pdf::plan(edition, book.printed(), book.shaper.fonts(), &book.assets, book.press.as_deref());
    plan.map_err(|fault| fault.to_string())
}

fn read_manifest(request: &Request, root: &Root, path: &BookPath, outcome: &mut Outcome) -> Option<Manifest> {
    let text = match root.read_text(path, None) {
        Ok(text) => text,
        Err(diagnostic) => {
            outcome.diagnostics.push(unreadable_manifest(diagnostic));
            return None;
        }
    };
    let id = outcome.sources.add(path.clone(), text);
    let source = outcome.sources.get(id)?;
    let (manifest, diagnostics) = manifest::read(source, request.epoch);
    outcome.diagnostics.extend(diagnostics);
    manifest.map(|manifest| with_references(root, manifest, outcome))
}

/// `manifest` with what the file of its index says, if it names one.
fn with_references(root: &Root, mut manifest: Manifest, outcome: &mut Outcome) -> Manifest {
    let Some(file) = &manifest.index.file else { return manifest };
    let path = manifest.path_of(file);
    match root.read_text(&path, Some(file.span)) {
        Ok(text) => {
            let id = outcome.sources.add(path, text);
            if let Some(source) = outcome.sources.get(id) {
                let (references, diagnostics) = manifest::read_references(source);
                outcome.diagnostics.extend(diagnostics);
                manifest.index.references = references;
            }
        }
        Err(diagnostic) => outcome.diagnostics.push(diagnostic),
    }
    manifest
}

/// Where the pages of `document` break that were frozen; nowhere if there is no file of them.
fn read_frozen(
    request: &Request,
    root: &Root,
    manifest: &BookPath,
    document: &Document,
    digests: &Digests,
    outcome: &mut Outcome,
) -> Breaks {
    let text = frozen_path(manifest).map_or(Ok(None), |path| Ok(root.find_text(&path)?.map(|text| (path, text))));
    let (path, text) = match text {
        Ok(Some(found)) => found,
        Ok(None) => return Breaks::default(),
        Err(diagnostic) => {
            outcome.diagnostics.push(diagnostic);
            return Breaks::default();
        }
    };
    let id = outcome.sources.add(path, text);
    let (file, diagnostic) = outcome.sources.get(id).map_or((None, None), frozen::read);
    outcome.diagnostics.extend(diagnostic);
    let Some(mut file) = file else { return Breaks::default() };
    if let Some(id) = &request.chapter {
        file = file.of_chapter(id);
    }
    let (breaks, diagnostics) = frozen::resolve(&file, document, digests);
    outcome.diagnostics.extend(diagnostics);
    breaks
}

/// The file of the frozen pages of the book of `manifest`, beside it: `book.pages.toml` for `book.toml`.
fn frozen_path(manifest: &BookPath) -> Option<BookPath> {
    let name = manifest.as_str();
    BookPath::new(&format!("{}.pages.toml", name.strip_suffix(".toml").unwrap_or(name))).ok()
}

/// Without a manifest there is no book.
fn unreadable_manifest(diagnostic: Diagnostic) -> Diagnostic {
    let hint = diagnostic.hint.or_else(|| Some("name the manifest, or start a book with `make-book new`".into()));
    Diagnostic { severity: Severity::Fatal, hint, ..diagnostic }
}

/// Reads the chapters side by side and numbers them in the order of the book, each with its path
/// below the manuscript's root. One that cannot be read is noted and left out.
fn read_chapters(
    root: &Root,
    manifest: &Manifest,
    progress: &dyn Progress,
    outcome: &mut Outcome,
) -> Vec<(SourceId, BookPath)> {
    let chapters: Vec<_> = manifest.chapters().collect();
    progress.stage("reading", chapters.len() as u64);
    let read = |chapter: &&manifest::ChapterFile| {
        let path = manifest.path_of(chapter);
        let text = root.read_text(&path, Some(chapter.span));
        progress.step();
        (chapter.path.clone(), path, text)
    };
    let texts: Vec<_> = chapters.par_iter().map(read).collect();
    let mut ids = Vec::new();
    for (chapter, path, text) in texts {
        match text {
            Ok(text) => ids.push((outcome.sources.add(path, text), chapter)),
            Err(diagnostic) => outcome.diagnostics.push(diagnostic),
        }
    }
    ids
}

/// Words of `text` between spaces.
fn words(text: &str) -> usize {
    let is_word = |word: &&str| word.as_bytes()[0].is_ascii_alphanumeric() || word.contains(char::is_alphanumeric);
    text.split_whitespace().filter(is_word).count()
}

/// `diagnostics` in the order of the places they name, those without one last; each once.
fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let place = |diagnostic: &Diagnostic| (diagnostic.span.is_none(), diagnostic.span, diagnostic.code);
    diagnostics.sort_by_key(place);
    let mut seen: BTreeSet<(Option<crate::source::Span>, Code, String)> = BTreeSet::new();
    diagnostics.retain(|diagnostic| seen.insert((diagnostic.span, diagnostic.code, diagnostic.message.clone())));
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn diagnostics_come_once_and_in_the_order_of_the_text() {
        let at = |source, start: usize| Span::new(SourceId(source), start..start + 1);
        let without = Diagnostic::error(Code::Internal, "x");
        let (first, second) = (without.clone().at(at(0, 9)), without.clone().at(at(1, 2)));
        let list = vec![without.clone(), second.clone(), first.clone(), second.clone()];
        assert_eq!(in_order(list), vec![first, second, without]);
    }
}

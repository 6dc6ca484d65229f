//! The pages of all chapters → the edition: order, folios, blank pages, running heads.

use super::contents::Density;
use super::index::{self, IndexPage};
use super::made::Maker;
use super::{Edition, EditionPage};
use crate::document::{Matter, NodeId, TextPosition};
use crate::geometry::{Length, Point, Size};
use crate::language::Language;
use crate::makeup::Page;
use crate::manifest::stands_before_contents;
use crate::pagination::{Folio, PageKind, PageNumbers};
use crate::style::Role;
use crate::typeset::{Artifact, Context, ItemContent, ItemRole, Line, PageItem, place_text};

/// Times that the index is set: its length moves no page before it, so that the second time is the
/// last, unless there is matter behind it.
const MOST_TRIES: usize = 4;

/// The edition whose chapters have the pages `chapters`, one list a chapter in reading order.
#[must_use]
pub fn compose(context: &Context<'_>, chapters: Vec<Vec<Page>>) -> Edition {
    bind(context, chapters).finish()
}

/// All pages in their order, of which those of the contents are blank as yet; the index is missing where it moves
/// nothing.
pub struct Bound<'a> {
    maker: Maker<'a>,
    /// The typefaces of the book.
    faces: String,
    density: Density,
    /// Pages of the contents.
    contents: usize,
    edition: Edition,
    numbers: PageNumbers,
}

/// The pages `chapters`, one list a chapter in reading order, in their order, with the pages around them.
#[must_use]
pub fn bind<'a>(context: &'a Context<'a>, chapters: Vec<Vec<Page>>) -> Bound<'a> {
    let maker = Maker { context };
    let faces = maker.typefaces(&chapters);
    let (density, contents) = maker.extent();
    let edition = bound(&maker, chapters, (&faces, contents), &[]);
    let numbers = edition.numbers();
    let made = Bound { maker, faces, density, contents, edition, numbers };
    if made.index_moves_pages() { made.with_index() } else { made }
}

impl Bound<'_> {
    /// The page on which each place of the text stands.
    #[must_use]
    pub fn numbers(&self) -> &PageNumbers {
        &self.numbers
    }

    /// The pages of each chapter, as they were, and on which page each place of the text stood.
    #[must_use]
    pub fn into_chapters(self) -> (Vec<Vec<Page>>, PageNumbers) {
        (self.edition.into_chapters(self.maker.context.document.chapters.len()), self.numbers)
    }

    /// The same with contents and index.
    #[must_use]
    pub fn finish(self) -> Edition {
        let missing = !self.maker.context.document.index.is_empty() && !self.index_moves_pages();
        let Self { maker, density, edition, numbers, .. } = if missing { self.with_index() } else { self };
        with_contents(&maker, density, edition, &numbers)
    }

    /// Whether something stands behind the index.
    fn index_moves_pages(&self) -> bool {
        let index = &self.maker.context.document.index;
        index.before.is_some() && !index.is_empty()
    }

    /// The same with the index.
    fn with_index(mut self) -> Self {
        for _ in 0..MOST_TRIES {
            let index = index::pages(&self.maker, &self.numbers);
            let chapters = self.edition.into_chapters(self.maker.context.document.chapters.len());
            self.edition = bound(&self.maker, chapters, (&self.faces, self.contents), &index);
            let found = self.edition.numbers();
            if found == self.numbers {
                break;
            }
            self.numbers = found;
        }
        self
    }
}

/// All pages in their order; the contents are so many blank pages as yet. `faces` are the typefaces of
/// the book.
fn bound(
    maker: &Maker<'_>,
    chapters: Vec<Vec<Page>>,
    (faces, contents): (&str, usize),
    index: &[IndexPage],
) -> Edition {
    let context = maker.context;
    let document = context.document;
    let mut builder = Builder { context, pages: Vec::new(), folios: FolioStyle::Roman, first: 0, part_before: None };
    let mut chapters = (0_u32..).zip(chapters).peekable();
    let front = |index: u32| match &document.chapters[index as usize].matter {
        Matter::Front(kind) => kind.as_str(),
        _ => "",
    };
    builder.titles(maker);
    if chapters.peek().is_none_or(|(index, _)| !is_imprint(front(*index))) {
        maker.imprint(faces).into_iter().for_each(|page| builder.push(PageKind::Imprint, page));
    }
    while let Some((index, pages)) = chapters.next_if(|(index, _)| stands_before_contents(front(*index))) {
        if !is_imprint(front(index)) {
            builder.start_recto();
        }
        builder.chapter(index, pages);
    }
    builder.start_recto();
    (0..contents).for_each(|_| builder.push(PageKind::Contents, Page::default()));
    for (at, pages) in chapters {
        if document.index.before == Some(at) {
            builder.index(index);
        }
        builder.start_chapter(maker, at);
        builder.chapter(at, pages);
    }
    if document.index.before.is_none() {
        builder.index(index);
    }
    if builder.pages.len() % 2 == 1 {
        builder.push(PageKind::Blank, Page::default());
    }
    Edition::new(context.style.page, builder.pages)
}

/// Whether front matter of `kind` is the imprint, which stands behind the title.
fn is_imprint(kind: &str) -> bool {
    matches!(kind, "imprint" | "copyright-page")
}

/// `edition` with its contents, which show `numbers`.
fn with_contents(maker: &Maker<'_>, density: Density, edition: Edition, numbers: &PageNumbers) -> Edition {
    let first = |kind: fn(PageKind) -> bool| edition.pages.iter().position(|page| kind(page.kind));
    let Some(at) = first(|kind| kind == PageKind::Contents) else { return edition };
    let index = first(|kind| matches!(kind, PageKind::Index(_))).map(|index| edition.pages[index].folio);
    let pages = maker.contents(density, &|position| numbers.get(position), index);
    edition.with_contents(at, pages)
}

/// How far a thumb tab reaches into the page.
const TAB_WIDTH: Length = Length::micrometres(5_000);
/// Grid lines of a thumb tab.
const TAB_LINES: u32 = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum FolioStyle {
    Roman,
    Arabic,
}

struct Builder<'a> {
    context: &'a Context<'a>,
    pages: Vec<EditionPage>,
    folios: FolioStyle,
    /// Index of the first page numbered in this style.
    first: usize,
    /// The part of the chapter before.
    part_before: Option<u32>,
}

impl Builder<'_> {
    /// Half title, the series or a blank behind it, title page.
    fn titles(&mut self, maker: &Maker<'_>) {
        let series = maker.series();
        if self.context.document.manifest.half_title || series.is_some() {
            self.push(PageKind::HalfTitle, maker.half_title());
            match series {
                Some(page) => self.push(PageKind::Series, page),
                None => self.push(PageKind::Blank, Page::default()),
            }
        }
        self.push(PageKind::Title, maker.title_page());
    }

    /// What stands before chapter `index`: a blank page, the page of its part.
    fn start_chapter(&mut self, maker: &Maker<'_>, index: u32) {
        let document = self.context.document;
        let matter = &document.chapters[index as usize].matter;
        self.start_recto();
        if !matches!(matter, Matter::Front(_)) && self.folios == FolioStyle::Roman {
            self.folios = FolioStyle::Arabic;
            self.first = self.pages.len();
        }
        let Matter::Body(Some(part)) = matter else { return };
        if self.part_before != Some(*part) && document.has_part_page(*part) {
            self.push(PageKind::Part(*part), maker.part_page(*part));
            self.start_recto();
        }
        self.part_before = Some(*part);
    }

    fn chapter(&mut self, index: u32, pages: Vec<Page>) {
        for page in pages {
            let start = page.start.unwrap_or(TextPosition { chapter: index, ..TextPosition::default() });
            self.push(PageKind::Text(start), page);
            self.running_head(index);
            self.thumb_tab(index);
        }
    }

    /// The pages of the index; the book's title and its own are their heads.
    fn index(&mut self, pages: &[IndexPage]) {
        if pages.is_empty() {
            return;
        }
        self.start_recto();
        let document = self.context.document;
        for IndexPage { entry, page } in pages {
            self.push(PageKind::Index(*entry), page.clone());
            let recto = self.pages.len() % 2 == 1;
            let head = if recto { &document.index.title } else { &document.manifest.metadata.title };
            self.head(head, &document.manifest.metadata.language);
        }
    }

    /// Leaves a page blank where the next one would be a verso.
    fn start_recto(&mut self) {
        if self.pages.len() % 2 == 1 {
            self.push(PageKind::Blank, Page::default());
        }
    }

    fn push(&mut self, kind: PageKind, body: Page) {
        let page = &self.context.style.page;
        let recto = self.pages.len().is_multiple_of(2);
        let number = u32::try_from(self.pages.len() - self.first + 1).expect("fewer than 2^32 pages");
        let folio = match self.folios {
            FolioStyle::Roman => Folio::Roman(number),
            FolioStyle::Arabic => Folio::Arabic(number),
        };
        let origin = Point::new(page.left(recto), page.head);
        let mut edition_page = EditionPage { folio, recto, kind, origin, body, furniture: Vec::new() };
        let numbered = matches!(kind, PageKind::Text(_) | PageKind::Contents | PageKind::Index(_));
        if numbered {
            let at_foot = edition_page.body.opener || kind == PageKind::Contents;
            edition_page.furniture.push(self.folio(folio, recto, at_foot));
        }
        self.pages.push(edition_page);
    }

    /// Baselines of heads and folios, from the top of the text block.
    fn furniture_y(&self, at_foot: bool) -> Length {
        let page = &self.context.style.page;
        let line = if at_foot { i64::from(page.lines) + 1 } else { -2 };
        page.leading * line + page.baseline()
    }

    fn folio(&self, folio: Folio, recto: bool, at_foot: bool) -> PageItem {
        let style = self.context.style.get(Role::Folio).text;
        let language = &self.context.document.manifest.metadata.language;
        let (runs, width) = place_text(self.context.shaper, &folio.to_string(), style, language);
        let x = if recto { self.context.style.page.measure() - width } else { Length::ZERO };
        artifact(Artifact::Folio, Point::new(x, self.furniture_y(at_foot)), Line::made(runs, width))
    }

    /// The running head of the last page, which belongs to chapter `index`.
    fn running_head(&mut self, index: u32) {
        let Some(page) = self.pages.last() else { return };
        let text = if page.recto { self.recto_head(index, page) } else { self.verso_head(index) };
        let context = self.context;
        self.head(&text, &context.document.chapters[index as usize].chapter.language);
    }

    /// Puts `text` over the last page, unless it opens something.
    fn head(&mut self, text: &str, language: &Language) {
        let Some(page) = self.pages.last().filter(|page| !page.body.opener) else { return };
        let style = self.context.style.get(Role::RunningHead).text;
        let measure = self.context.style.page.measure();
        let widest = measure - self.context.style.page.leading * 3;
        let (runs, width) = shortened(text, widest, |text| place_text(self.context.shaper, text, style, language));
        let x = if page.recto { Length::ZERO } else { measure - width };
        let origin = Point::new(x, self.furniture_y(false));
        let item = artifact(Artifact::RunningHead, origin, Line::made(runs, width));
        if let Some(page) = self.pages.last_mut() {
            page.furniture.push(item);
        }
    }

    /// A tab at the fore-edge of a city's pages, a step lower from city to city, so that the closed
    /// book shows where each begins. It runs over the edge into the bleed.
    fn thumb_tab(&mut self, index: u32) {
        let document = self.context.document;
        let Matter::Body(Some(part)) = document.chapters[index as usize].matter else { return };
        let parts = &document.manifest.parts;
        if parts[part as usize].place.is_none() {
            return;
        }
        let step = parts[..part as usize].iter().filter(|part| part.place.is_some()).count() as u32;
        let geometry = &self.context.style.page;
        let steps = (geometry.lines / TAB_LINES).max(1);
        let Some(page) = self.pages.last_mut() else { return };
        let size = Size::new(TAB_WIDTH + geometry.bleed, geometry.leading * i64::from(TAB_LINES));
        let edge = if page.recto { geometry.trim.width - TAB_WIDTH } else { -geometry.bleed };
        let top = geometry.leading * i64::from(step % steps * TAB_LINES);
        page.furniture.push(PageItem {
            origin: Point::new(edge - page.origin.x, top),
            content: ItemContent::Fill { size, ink: self.context.style.accent },
            role: ItemRole::Artifact(Artifact::Rule),
        });
    }

    /// On the left: the city; in other books the part, or the book.
    fn verso_head(&self, index: u32) -> String {
        let document = self.context.document;
        let placed = &document.chapters[index as usize];
        let Matter::Body(Some(part)) = placed.matter else { return document.manifest.metadata.title.clone() };
        let part = &document.manifest.parts[part as usize];
        match (&part.place, &part.title) {
            (Some(_), Some(title)) => title.clone(),
            (Some(_), None) => placed.chapter.title.clone(),
            (None, Some(title)) => title.clone(),
            (None, None) => document.manifest.metadata.title.clone(),
        }
    }

    /// On the right: the section of a city; in other books the chapter.
    fn recto_head(&self, index: u32, page: &EditionPage) -> String {
        let document = self.context.document;
        let placed = &document.chapters[index as usize];
        let is_city = match placed.matter {
            Matter::Body(Some(part)) => document.manifest.parts[part as usize].place.is_some(),
            _ => false,
        };
        let section = if is_city { self.section(index, page) } else { None };
        section.unwrap_or_else(|| placed.chapter.title.clone())
    }

    /// The section that runs at the foot of `page`.
    fn section(&self, index: u32, page: &EditionPage) -> Option<String> {
        let document = self.context.document;
        let notes = document.chapters[index as usize].chapter.notes.iter().map(|note| note.node).min();
        let first_note = notes.unwrap_or(NodeId(u32::MAX));
        let last = page.body.items.iter().filter_map(|item| match item.role {
            ItemRole::Content(position) if position.node < first_note => Some(position),
            _ => None,
        });
        let last = last.max()?;
        let sections = document.sections(index).filter(|entry| entry.level == 2 && entry.position <= last);
        sections.last().map(|entry| entry.plain.clone())
    }
}

/// `text` set; words are left out at its end until it is no wider than `widest`. Halves the choice at
/// each step: a title may be as long as a chapter.
fn shortened<R>(text: &str, widest: Length, set: impl Fn(&str) -> (R, Length)) -> (R, Length) {
    let whole = set(text);
    if whole.1 <= widest {
        return whole;
    }
    let ends: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    let shown = |end: usize| format!("{}\u{2009}…", text[..end].trim_end_matches([',', ':', ';', '–']));
    let fitting = ends.partition_point(|end| set(&shown(*end)).1 <= widest);
    // The first word stays, however wide it is.
    match ends.get(fitting.saturating_sub(1)) {
        Some(end) => set(&shown(*end)),
        None => whole,
    }
}

pub(super) fn artifact(kind: Artifact, origin: Point, line: Line) -> PageItem {
    PageItem { origin, content: ItemContent::Line(line), role: ItemRole::Artifact(kind) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn a_running_head_leaves_out_words_at_its_end_and_is_set_few_times() {
        let sets = Cell::new(0);
        let head = |text: &str| {
            let set = |shown: &str| {
                sets.set(sets.get() + 1);
                (shown.to_owned(), Length::pt(shown.chars().count() as i64))
            };
            shortened(text, Length::pt(12), set).0
        };
        assert_eq!(head("as it stands"), "as it stands");
        assert_eq!(head("one two: three four"), "one two\u{2009}…");
        assert_eq!(head("incomprehensibilities abound"), "incomprehensibilities\u{2009}…");
        assert_eq!(head("incomprehensibilities"), "incomprehensibilities");
        sets.set(0);
        assert_eq!(head(&"word ".repeat(10_000)), "word word\u{2009}…");
        assert!(sets.get() < 20, "{} times", sets.get());
    }
}

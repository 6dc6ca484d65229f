//! The pages before the contents: half title, series, title page, imprint.

use super::compose::artifact;
use super::made::{Maker, plain};
use crate::document::{self, Inline, LinkTarget, NodeId, Passage, SpanInline, SpanKind};
use crate::geometry::{Length, Point, Size};
use crate::graphics::{self, Shape};
use crate::makeup::Page;
use crate::source::{SourceId, Span};
use crate::style::{Face, Role};
use crate::typeset::{Artifact, ItemContent, ItemRole, Line, PageItem, lines_outside};
use crate::wording;

/// Grid lines of the strip of the earth that shows all places of the book.
const STRIP_LINES: i64 = 7;

impl Maker<'_> {
    /// The title alone.
    pub fn half_title(&self) -> Page {
        let mut items = Vec::new();
        self.text(&mut items, &self.metadata().title, Role::HalfTitle, self.context.style.page.lines / 5);
        Page { items, ..Page::default() }
    }

    /// The series with its volumes, if the book belongs to one.
    pub fn series(&self) -> Option<Page> {
        let series = self.metadata().series.as_ref()?;
        let mut items = Vec::new();
        let mut line = self.text(&mut items, &series.title, Role::SeriesTitle, self.context.style.page.lines / 5);
        if let Some(number) = series.number {
            let word = wording::imprint(&self.metadata().language).volume;
            line = self.text(&mut items, &format!("{word} {number}"), Role::SeriesVolume, line);
        }
        line += 1;
        for volume in &series.volumes {
            line = self.text(&mut items, volume, Role::SeriesVolume, line);
        }
        Some(Page { items, ..Page::default() })
    }

    /// The title page: title, subtitle, the places of the book, those who made it, publisher.
    pub fn title_page(&self) -> Page {
        let metadata = self.metadata();
        let lines = self.context.style.page.lines;
        let mut items = Vec::new();
        let mut line = self.text(&mut items, &metadata.title, Role::BookTitle, lines / 5);
        if let Some(subtitle) = &metadata.subtitle {
            line = self.text(&mut items, subtitle, Role::BookSubtitle, line + 1);
        }
        line += self.places(&mut items, line);
        line += 2;
        // Who publishes his own book is named once, as the publisher.
        let others = metadata.contributors.iter().filter(|person| Some(&person.name) != metadata.publisher.as_ref());
        for contributor in others {
            line = self.text(&mut items, &contributor.name, Role::BookAuthor, line);
        }
        if let Some(publisher) = &metadata.publisher {
            self.text(&mut items, publisher, Role::BookAuthor, line.max(lines.saturating_sub(1)));
        }
        Page { items, ..Page::default() }
    }

    /// All places of the book on a strip of the earth below a rule, from grid line `top` on; returns
    /// the grid lines it takes. A book of fewer than two places has none.
    fn places(&self, items: &mut Vec<PageItem>, top: u32) -> u32 {
        let parts = &self.context.document.manifest.parts;
        let places: Vec<(i32, i32)> = parts.iter().filter_map(|part| part.place.as_ref()?.location).collect();
        if places.len() < 2 {
            return 0;
        }
        let sheet = self.context.style;
        let grid = sheet.page.leading;
        let y = grid * i64::from(top) + grid / 2;
        let size = Size::new(sheet.page.measure(), grid * STRIP_LINES);
        let content = ItemContent::Drawing(graphics::strip(&places, size, sheet.land, sheet.accent).into());
        let role = ItemRole::Artifact(Artifact::Rule);
        items.push(PageItem { origin: Point::new(Length::ZERO, y), content, role });
        items.push(self.rule(top));
        STRIP_LINES as u32 + 1
    }

    /// The imprint, its last line at the foot; `faces` are the typefaces of the book. It is one page
    /// but where the publisher has very much to say.
    pub fn imprint(&self, faces: &str) -> Vec<Page> {
        let (page, leading) = (&self.context.style.page, self.style(Role::Imprint).leading);
        let foot = page.leading * i64::from(page.lines.saturating_sub(1)) + page.baseline();
        let mut pages: Vec<Vec<(Length, Line)>> = vec![Vec::new()];
        let mut y = Length::ZERO;
        for (space, line) in self.imprint_lines(faces) {
            y += leading + space;
            if y > foot {
                pages.push(Vec::new());
                y = Length::ZERO;
            }
            pages.last_mut().into_iter().for_each(|lines| lines.push((y, line.clone())));
        }
        let at_foot = |lines: Vec<(Length, Line)>| {
            let last = lines.last().map_or(Length::ZERO, |(y, _)| *y);
            let item = |(y, line)| artifact(Artifact::Made, Point::new(Length::ZERO, y + foot - last), line);
            Page { items: lines.into_iter().map(item).collect(), ..Page::default() }
        };
        pages.into_iter().map(at_foot).collect()
    }

    /// The lines of the imprint, each with the space above it: a line between the groups, and half of one
    /// beside a paragraph of several lines.
    fn imprint_lines(&self, faces: &str) -> Vec<(Length, Line)> {
        let leading = self.style(Role::Imprint).leading;
        let mut lines = Vec::new();
        for group in self.imprint_groups(faces) {
            let mut before = None;
            for text in group {
                let paragraph = self.imprint_paragraph(&text);
                let space = match before {
                    None => leading,
                    Some(1) if paragraph.len() == 1 => Length::ZERO,
                    Some(_) => leading / 2,
                };
                before = Some(paragraph.len());
                let spaces = std::iter::once(space).chain(std::iter::repeat(Length::ZERO));
                lines.extend(spaces.zip(paragraph));
            }
        }
        lines
    }

    fn imprint_paragraph(&self, text: &str) -> Vec<Line> {
        let passage = Passage { node: NodeId::default(), inlines: with_links(text) };
        let language = &self.metadata().language;
        lines_outside(self.context, &passage, self.style(Role::Imprint), language, self.context.style.page.measure())
    }

    /// The paragraphs of the imprint, with space between the groups.
    fn imprint_groups(&self, faces: &str) -> Vec<Vec<String>> {
        let metadata = self.metadata();
        let words = wording::imprint(&metadata.language);
        let published = [metadata.publisher.clone(), document::publication_date(metadata)];
        let published = published.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let isbn = |isbn: &Option<String>, kind| isbn.as_ref().map(|isbn| format!("ISBN {isbn} ({kind})"));
        let set_by = concat!("make-book ", env!("CARGO_PKG_VERSION"));
        let groups = vec![
            vec![Some(metadata.title.clone()), document::edition_line(metadata), Some(published)],
            vec![metadata.rights.clone()],
            metadata.imprint.iter().cloned().map(Some).collect(),
            vec![isbn(&metadata.isbn_print, words.kinds[0]), isbn(&metadata.isbn_epub, words.kinds[1])],
            vec![Some(format!("{}: {faces}", words.typefaces)), Some(format!("{}: {set_by}", words.typesetting))],
        ];
        let filled = |group: Vec<Option<String>>| group.into_iter().flatten().filter(|text| !text.is_empty()).collect();
        groups.into_iter().map(filled).filter(|group: &Vec<String>| !group.is_empty()).collect()
    }

    /// The typefaces of the book, with their licences: of all that is set in `chapters`, and of what
    /// the program sets around it.
    pub fn typefaces(&self, chapters: &[Vec<Page>]) -> String {
        let fonts = self.context.shaper.fonts();
        let mut used = std::collections::BTreeSet::new();
        let roles = [Role::BookTitle, Role::BookAuthor, Role::Folio, Role::RunningHead, Role::Imprint];
        let faces: Vec<Face> = roles.iter().map(|role| self.style(*role).text.face).collect();
        used.extend(faces.into_iter().map(|face| fonts.select(face)));
        for item in chapters.iter().flatten().flat_map(|page| &page.items) {
            match item.content.upright() {
                ItemContent::Line(line) => {
                    // Most lines have one font.
                    let alike = line.runs.chunk_by(|one, next| one.run.font == next.run.font);
                    used.extend(alike.map(|runs| runs[0].run.font));
                }
                ItemContent::Drawing(drawing) => {
                    for shape in &drawing.shapes {
                        if let Shape::Text { runs, .. } = shape {
                            used.extend(runs.iter().map(|run| run.run.font));
                        }
                    }
                }
                ItemContent::Fill { .. } | ItemContent::Image { .. } | ItemContent::Turned(_) => {}
            }
        }
        let families = used.iter().map(|id| fonts.get(*id)).map(|font| (font.family.as_str(), font.licence));
        document::typefaces(families)
    }
}

/// `text`, in which an address is a link.
fn with_links(text: &str) -> Vec<Inline> {
    let pieces = text.split_inclusive(' ').map(|piece| {
        let address = piece.trim_end_matches([' ', '.', ',', ';', ')']);
        if !address.starts_with("https://") && !address.starts_with("http://") {
            return vec![plain(piece)];
        }
        let link = SpanInline {
            kind: SpanKind::Link(LinkTarget::External(address.to_owned())),
            attributes: Default::default(),
            content: vec![plain(address)],
            span: Span::new(SourceId(0), 0..0),
        };
        vec![Inline::Span(link), plain(&piece[address.len()..])]
    });
    pieces.flatten().filter(|inline| !matches!(inline, Inline::Text { text, .. } if text.is_empty())).collect()
}

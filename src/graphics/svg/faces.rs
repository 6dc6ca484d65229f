//! The faces of the book for text in SVG files. With `draw`, what knows `usvg`.

use crate::fonts::FontSet;
use crate::style::{Face, Family, Weight};
use std::sync::{Arc, OnceLock};
use usvg::fontdb::{self, Database, Source};
use usvg::{FontFamily, FontResolver, FontStyle, ImageHrefResolver, ImageKind, Options, Tree, roxmltree};

/// The faces of a book as SVG files ask for them: by family, or as serif, sans or mono. Any other
/// family is that of charts and tables. They are read when the first text asks.
pub struct DrawingFaces<'a> {
    fonts: &'a FontSet,
    database: OnceLock<Arc<Database>>,
}

impl<'a> DrawingFaces<'a> {
    /// The faces of `fonts`.
    #[must_use]
    pub fn new(fonts: &'a FontSet) -> Self {
        Self { fonts, database: OnceLock::new() }
    }

    /// Whether some font has `character`.
    pub(super) fn has(&self, character: char) -> bool {
        self.fonts.iter().any(|font| font.glyph(character).is_some())
    }

    fn family(&self, family: Family) -> String {
        let face = Face { family, weight: Weight::Regular, italic: false };
        self.fonts.get(self.fonts.select(face)).family.clone()
    }

    fn database(&self) -> Arc<Database> {
        let made = self.database.get_or_init(|| {
            let mut database = Database::new();
            for font in self.fonts.iter() {
                database.load_font_source(Source::Binary(Arc::new(font.data().to_vec())));
            }
            database.set_serif_family(self.family(Family::Text));
            database.set_monospace_family(self.family(Family::Mono));
            let sans = self.family(Family::Sans);
            database.set_cursive_family(&*sans);
            database.set_fantasy_family(&*sans);
            database.set_sans_serif_family(sans);
            Arc::new(database)
        });
        Arc::clone(made)
    }

    /// The tree of `xml`, whose text is in these faces. Nothing outside `xml` is opened.
    pub(super) fn tree(&self, xml: &roxmltree::Document<'_>) -> Result<Tree, usvg::Error> {
        let has_text = xml.descendants().any(|node| node.tag_name().name() == "text");
        let options = Options {
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, data, _| Some(ImageKind::PNG(data))),
                resolve_string: Box::new(|_, _| None),
            },
            font_resolver: FontResolver {
                select_font: Box::new(|font, database| select(font, database)),
                select_fallback: FontResolver::default_fallback_selector(),
            },
            fontdb: if has_text { self.database() } else { Arc::default() },
            font_family: String::new(),
            ..Options::default()
        };
        Tree::from_xmltree(xml, &options)
    }
}

/// The face for what an SVG file asks.
fn select(font: &usvg::Font, database: &Database) -> Option<fontdb::ID> {
    let wanted = font.families().iter().map(|family| match family {
        FontFamily::Serif => fontdb::Family::Serif,
        FontFamily::Monospace => fontdb::Family::Monospace,
        FontFamily::Named(name) => fontdb::Family::Name(name),
        FontFamily::SansSerif | FontFamily::Cursive | FontFamily::Fantasy => fontdb::Family::SansSerif,
    });
    let families: Vec<_> = wanted.chain([fontdb::Family::SansSerif]).collect();
    let style = match font.style() {
        FontStyle::Normal => fontdb::Style::Normal,
        FontStyle::Italic => fontdb::Style::Italic,
        FontStyle::Oblique => fontdb::Style::Oblique,
    };
    let weight = fontdb::Weight(font.weight());
    database.query(&fontdb::Query { families: &families, weight, stretch: fontdb::Stretch::Normal, style })
}

//! A small reader of our own files: glyphs with their places, texts and marks.
//!
//! It knows nothing of the program that wrote them, so that tests outside of the crate use it too.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document as File, Object, ObjectId};
use std::collections::BTreeMap;

/// A glyph as the file shows it.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) text: String,
    /// The number of the marked content that it stands in.
    pub(super) mark: Option<i64>,
}

/// A file.
pub(super) struct Reader {
    pub(super) file: File,
    pub(super) pages: Vec<ObjectId>,
}

impl Reader {
    pub(super) fn new(bytes: &[u8]) -> Self {
        let file = File::load_mem(bytes).expect("a PDF");
        let pages = file.get_pages().into_values().collect();
        Self { file, pages }
    }

    pub(super) fn follow<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.file.dereference(object).expect("an object").1
    }

    pub(super) fn page(&self, number: usize) -> &Dictionary {
        self.file.get_dictionary(self.pages[number]).expect("a page")
    }

    pub(super) fn catalog(&self) -> &Dictionary {
        self.file.catalog().expect("a catalog")
    }

    pub(super) fn operators(&self, page: usize) -> Vec<Operation> {
        let content = self.file.get_page_content(self.pages[page]);
        Content::decode(&content).expect("operators").operations
    }

    pub(super) fn operator_names(&self, page: usize) -> String {
        self.drawn(page).iter().map(|operation| format!("{} ", operation.operator)).collect()
    }

    /// The operators without those that mark content.
    pub(super) fn drawn(&self, page: usize) -> Vec<Operation> {
        self.operators(page).into_iter().filter(|operation| !is_mark(operation)).collect()
    }

    pub(super) fn font_dictionaries(&self) -> BTreeMap<Vec<u8>, &Dictionary> {
        let resources = self.follow(self.page(0).get(b"Resources").expect("resources"));
        let fonts = self.follow(resources.as_dict().and_then(|d| d.get(b"Font")).expect("fonts"));
        let fonts = fonts.as_dict().expect("a dictionary").iter();
        fonts.map(|(name, font)| (name.clone(), self.follow(font).as_dict().expect("a font"))).collect()
    }

    pub(super) fn descendant<'a>(&'a self, font: &'a Dictionary) -> &'a Dictionary {
        let fonts = self.follow(font.get(b"DescendantFonts").expect("a font")).as_array().expect("an array");
        self.follow(&fonts[0]).as_dict().expect("a dictionary")
    }

    pub(super) fn font(&self, font: &Dictionary) -> ReadFont {
        let map = self.follow(font.get(b"ToUnicode").expect("a character map"));
        let map = map.as_stream().and_then(|stream| stream.decompressed_content()).expect("a stream");
        let widths = self.descendant(font).get(b"W").and_then(Object::as_array).expect("widths");
        let by_glyph = spread(widths);
        let texts = texts(&String::from_utf8(map).expect("ASCII"));
        let Some(map) = self.code_map(font) else { return ReadFont { texts, widths: by_glyph, short: false } };
        let widths = glyphs(&map).into_iter().filter_map(|(code, glyph)| Some((code, *by_glyph.get(&glyph)?)));
        ReadFont { texts, widths: widths.collect(), short: map.contains("\n<00> <FF>\n") }
    }

    /// The map that a font has from codes to glyphs, if it has one of its own.
    fn code_map(&self, font: &Dictionary) -> Option<String> {
        let map = self.follow(font.get(b"Encoding").expect("an encoding")).as_stream().ok()?;
        Some(String::from_utf8(map.decompressed_content().expect("a stream")).expect("ASCII"))
    }

    pub(super) fn shown(&self, page: usize) -> Vec<Shown> {
        let fonts: BTreeMap<Vec<u8>, ReadFont> =
            self.font_dictionaries().into_iter().map(|(name, font)| (name, self.font(font))).collect();
        let mut walker = Walker::default();
        self.operators(page).iter().for_each(|operation| walker.take(operation, &fonts));
        walker.shown
    }

    pub(super) fn text(&self, page: usize) -> String {
        self.shown(page).into_iter().map(|glyph| glyph.text).collect()
    }

    pub(super) fn whole_text(&self) -> String {
        (0..self.pages.len()).map(|page| self.text(page)).collect()
    }
}

fn is_mark(operation: &Operation) -> bool {
    matches!(operation.operator.as_str(), "BDC" | "EMC")
}

#[derive(Default)]
pub(super) struct ReadFont {
    pub(super) texts: BTreeMap<u16, String>,
    pub(super) widths: BTreeMap<u16, f64>,
    /// Whether its codes are of one byte, else of two.
    short: bool,
}

impl ReadFont {
    /// The codes of a string.
    fn codes(&self, string: &[u8]) -> Vec<u16> {
        match self.short {
            true => string.iter().copied().map(u16::from).collect(),
            false => string.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect(),
        }
    }
}

/// The glyphs of codes, by the ranges of a map.
fn glyphs(map: &str) -> BTreeMap<u16, u16> {
    let range = |line: &str| {
        let (first, rest) = line.strip_prefix('<')?.split_once("> <")?;
        let (last, glyph) = rest.split_once("> ")?;
        let [first, last] = [first, last].map(|digits| u16::from_str_radix(digits, 16).expect("digits"));
        Some((first..=last).zip(glyph.parse::<u16>().ok()?..))
    };
    map.lines().filter_map(range).flatten().collect()
}

fn texts(map: &str) -> BTreeMap<u16, String> {
    let pair = |line: &str| {
        let (code, text) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
        let unit = |at: usize| u16::from_str_radix(&text[at..at + 4], 16).ok();
        let units: Option<Vec<u16>> = (0..text.len()).step_by(4).map(unit).collect();
        Some((u16::from_str_radix(code, 16).ok()?, String::from_utf16(&units?).ok()?))
    };
    map.lines().filter(|line| !matches!(*line, "<0000> <FFFF>" | "<00> <FF>")).filter_map(pair).collect()
}

fn spread(widths: &[Object]) -> BTreeMap<u16, f64> {
    let group = |pair: &[Object]| {
        let first = pair[0].as_i64().expect("a code") as u16;
        let widths = pair[1].as_array().expect("widths").clone();
        (first..).zip(widths).map(|(code, width)| (code, width.as_float().expect("a number").into()))
    };
    widths.chunks(2).flat_map(|pair| group(pair).collect::<Vec<_>>()).collect()
}

/// The state of text while a page is read.
#[derive(Default)]
struct Walker {
    shown: Vec<Shown>,
    origin: (f64, f64),
    line: (f64, f64),
    pen: f64,
    rise: f64,
    font: (Vec<u8>, f64),
    /// How much wider glyphs are, in hundredths of their width.
    widened: f64,
    /// How much wider the space of code 32 is, in points.
    word_space: f64,
    /// Whether lines run from the foot of the page to the head.
    turned: bool,
    actual: Option<String>,
    mark: Option<i64>,
}

impl Walker {
    fn take(&mut self, operation: &Operation, fonts: &BTreeMap<Vec<u8>, ReadFont>) {
        let number = |index: usize| f64::from(operation.operands[index].as_float().expect("a number"));
        match operation.operator.as_str() {
            "cm" if number(0) == 0.0 => self.turned = true,
            "Q" => self.turned = false,
            "cm" => self.origin = (number(4), number(5)),
            "BT" => self.line = (0.0, 0.0),
            "Td" => {
                self.line = (self.line.0 + number(0), self.line.1 + number(1));
                self.pen = 0.0;
            }
            "Tf" => self.font = (operation.operands[0].as_name().expect("a name").to_vec(), number(1)),
            "Tz" => self.widened = number(0) - 100.0,
            "Tw" => self.word_space = number(0),
            "Ts" => self.rise = number(0),
            "TJ" => {
                let font = &fonts[&self.font.0];
                operation.operands[0].as_array().expect("an array").iter().for_each(|item| self.show(item, font));
            }
            "BDC" => {
                let properties = operation.operands[1].as_dict().expect("properties");
                self.mark = properties.get(b"MCID").and_then(Object::as_i64).ok();
                let Ok(bytes) = properties.get(b"ActualText").and_then(Object::as_str) else { return };
                let units: Vec<u16> = bytes[2..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                self.actual = Some(String::from_utf16(&units).expect("UTF-16"));
            }
            "EMC" => (self.actual, self.mark) = (None, None),
            _ => {}
        }
    }

    fn show(&mut self, item: &Object, font: &ReadFont) {
        let size = self.font.1 * (1.0 + self.widened / 100.0);
        let Ok(codes) = item.as_str() else {
            self.pen -= f64::from(item.as_float().expect("a number")) * size / 1000.0;
            return;
        };
        for code in font.codes(codes) {
            let own = || font.texts[&code].clone();
            let text = self.actual.as_mut().map_or_else(own, std::mem::take);
            let (along, up) = (self.line.0 + self.pen, self.line.1 + self.rise);
            let (x, y) = if self.turned { (-up, along) } else { (along, up) };
            let (x, y) = (self.origin.0 + x, self.origin.1 + y);
            self.shown.push(Shown { x, y, text, mark: self.mark });
            self.pen += font.widths[&code] * size / 1000.0;
            if font.short && code == 32 {
                self.pen += self.word_space * (1.0 + self.widened / 100.0);
            }
        }
    }
}

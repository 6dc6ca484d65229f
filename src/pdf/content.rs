//! A page as the operators of its content stream (ISO 32000-2, annex A), written as bytes.
//!
//! The operators are those of both profiles: places count from the lower left corner of the trim,
//! and inks are only marked, since each profile says them in its own colours.

use super::number::{from_em, millipoints, of_em, remainder, write_decimal, write_millipoints};
use super::plan::Words;
use super::strings::{Piece, push_escaped};
use super::tags::{ElementId, ItemTag, LineStart, Owner, Tags};
use super::unicode::push_hex;
use crate::edition::EditionPage;
use crate::fonts::FontId;
use crate::geometry::{Length, PageGeometry, Point, Rect, Size};
use crate::graphics::{Drawing, Segment, Shape, Stroke};
use crate::language::Direction;
use crate::shaping::{PlacedRun, RunKind};
use crate::source::BookPath;
use crate::style::Ink;
use crate::typeset::{ItemContent, PageItem};
use std::sync::LazyLock;

/// The text of a hyphen that stands only because the line ends there: none, when it is copied.
const SOFT_HYPHEN: &str = "\u{AD}";

/// Before the first item.
static NO_TAG: LazyLock<ItemTag> = LazyLock::new(|| ItemTag { owner: Owner::Layout, links: Box::default() });

/// What a page draws.
pub(super) struct Content {
    /// The operators without those that set inks.
    pub operators: Vec<u8>,
    /// The inks, each before the operator at this byte.
    pub inks: Vec<(usize, InkUse)>,
    /// Whether something on it is transparent.
    pub transparent: bool,
    /// The elements of its marks, by their numbers.
    pub marks: Vec<ElementId>,
}

/// An ink in its use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct InkUse {
    /// The ink.
    pub ink: Ink,
    /// Whether it is for lines, else for areas and text.
    pub stroke: bool,
}

/// The operators of `page`.
pub(super) fn content(
    words: &Words,
    geometry: &PageGeometry,
    page: &EditionPage,
    tags: (&Tags, &[ItemTag]),
) -> Content {
    let mut painter = Painter::new(words, geometry, tags.0);
    for (item, tag) in page.body.items.iter().chain(&page.furniture).zip(tags.1) {
        painter.tag = tag;
        painter.item(page.origin, item);
    }
    painter.turn(false);
    painter.end_text();
    painter.end_mark();
    let Painter { out: operators, inks, transparent, marks, .. } = painter;
    Content { operators, inks, transparent, marks }
}

/// A sequence of marked content that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Mark {
    owner: Owner,
    /// Whether it lies within a text object: then it must end there.
    in_text: bool,
}

/// The state of text and colour between two operators.
#[derive(Clone, Copy, Default)]
struct State {
    /// Where the line of the open text object starts, in thousandths of a point.
    text: Option<(i64, i64)>,
    /// Font and size in thousandths of a point.
    font: Option<(FontId, i64)>,
    /// How much glyphs are widened, in thousandths.
    stretch: i16,
    /// Text rise in thousandths of a point.
    rise: i64,
    /// The ink of areas and text.
    fill: Option<Ink>,
    /// Whether the array of a `TJ` is open.
    array: bool,
    /// Where in the output the last string was closed.
    string_end: usize,
    /// The marked content that is open.
    mark: Option<Mark>,
}

/// Where the pen stands in a line.
#[derive(Clone, Copy)]
struct Pen {
    /// Scaled points from the left edge of the page where the width of the em was set last.
    base: i64,
    /// The width of an em as glyphs are widened, in millionths of a point.
    em: i64,
    /// Ten-thousandths of an em from `base`.
    at: i64,
}

impl Pen {
    fn scaled(self) -> i64 {
        self.base + from_em(self.at, self.em)
    }
}

struct Painter<'a> {
    words: &'a Words,
    tags: &'a Tags,
    /// What the item belongs to that is drawn.
    tag: &'a ItemTag,
    marks: Vec<ElementId>,
    /// The height of the trimmed page.
    height: Length,
    out: Vec<u8>,
    inks: Vec<(usize, InkUse)>,
    state: State,
    /// The state in which the page was turned, if it is.
    upright: Option<State>,
    transparent: bool,
}

impl<'a> Painter<'a> {
    fn new(words: &'a Words, geometry: &PageGeometry, tags: &'a Tags) -> Self {
        Self {
            words,
            tags,
            tag: &NO_TAG,
            marks: Vec::new(),
            height: geometry.trim.height,
            out: Vec::with_capacity(16 * 1024),
            inks: Vec::new(),
            state: State::default(),
            upright: None,
            transparent: false,
        }
    }

    fn item(&mut self, page: Point, item: &PageItem) {
        let origin = page + item.origin;
        self.turn(item.content.is_turned());
        // On a turned page x is counted upwards from its foot, y from its left edge on.
        let origin =
            if self.upright.is_some() { Point::new(self.height - origin.y, self.height + origin.x) } else { origin };
        match item.content.upright() {
            ItemContent::Line(line) => self.line(origin, &line.runs, LineStart::of(line), line.space_after),
            ItemContent::Fill { size, ink } => self.area(Rect { origin, size: *size }, *ink),
            ItemContent::Image { path, size } => self.image(path, Rect { origin, size: *size }),
            ItemContent::Drawing(drawing) => self.drawing(origin, drawing),
            ItemContent::Turned(_) => {}
        }
    }

    /// Turns the page by a quarter, or back.
    fn turn(&mut self, turned: bool) {
        if self.upright.is_some() == turned {
            return;
        }
        self.end_text();
        self.end_mark();
        match self.upright.take() {
            // What was set meanwhile is forgotten.
            Some(upright) => {
                self.push(b"Q\n");
                self.state = upright;
            }
            None => {
                self.push(b"q 0 1 -1 0 0 0 cm\n");
                self.upright = Some(self.state);
            }
        }
    }

    /// `point` as the file counts: from the lower left corner, in thousandths of a point.
    fn place(&self, point: Point) -> (i64, i64) {
        (millipoints(point.x), millipoints(self.height - point.y))
    }

    fn push(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    fn numbers(&mut self, millipoints: impl IntoIterator<Item = i64>) {
        millipoints.into_iter().for_each(|number| write_millipoints(&mut self.out, number));
    }
}

/// Text.
impl Painter<'_> {
    fn line(&mut self, origin: Point, runs: &[PlacedRun], at: LineStart<'_>, space_after: bool) {
        let Some(first) = runs.first() else { return };
        let start = origin.x + first.x;
        let (x, y) = self.place(Point::new(start, origin.y));
        self.begin_line(x, y);
        let base = start.get() - remainder(start, x);
        let mut pen = Pen { base, em: em(first), at: 0 };
        let mut before: Option<&PlacedRun> = None;
        let mut owner_before = self.tag.owner;
        for (index, run) in runs.iter().enumerate() {
            let owner = self.tags.of_run(self.tag, runs, run, at);
            let next = runs.get(index + 1).filter(|next| self.tags.of_run(self.tag, runs, next, at) == owner);
            let word = match (before, next) {
                (Some(before), _) if owner == owner_before && starts_word_of(before, run) => {
                    Some(whole_word(before, run))
                }
                (_, Some(next)) if starts_word_of(run, next) => Some(String::new()),
                _ => None,
            };
            if let Some(before) = before
                && run.space_before
            {
                self.mark_space(owner_before, owner);
                // Words that run leftwards have the space at their right edge.
                if leftwards(before) && leftwards(run) {
                    let edge = of_em((origin.x + run.x + run.width()).get() - pen.base, pen.em);
                    self.kern(&mut pen, edge);
                }
                self.space(&mut pen);
            }
            self.mark(owner);
            self.run(&mut pen, origin.x, run, (owner, word));
            before = Some(run);
            owner_before = owner;
        }
        if space_after {
            match before.map(|before| before.kind) {
                // The space is not of the mark, but of the text that it stands in.
                Some(RunKind::NoteMark(_)) => self.mark_space(owner_before, self.tag.owner),
                _ => self.mark(owner_before),
            }
            self.space(&mut pen);
        }
        self.end_array();
    }

    fn begin_line(&mut self, x: i64, y: i64) {
        let (from_x, from_y) = self.state.text.unwrap_or_default();
        if self.state.text.is_none() {
            self.end_mark();
            self.push(b"BT\n");
        }
        self.numbers([x - from_x, y - from_y]);
        self.push(b"Td\n");
        self.state.text = Some((x, y));
    }

    fn end_text(&mut self) {
        self.end_array();
        if self.state.text.is_some() {
            self.end_mark();
            self.state.text = None;
            self.push(b"ET\n");
        }
    }

    /// Shows `placed`, which stands for the text `word`, if not for its own: no program that reads the page sees
    /// that an initial and what stands beside it are one word.
    fn run(&mut self, pen: &mut Pen, line: Length, placed: &PlacedRun, (owner, word): (Owner, Option<String>)) {
        let Some(run) = self.words.index.get(&placed.run) else { return };
        self.fill_ink(placed.ink);
        self.font(pen, placed);
        let start = of_em((line + placed.x).get() - pen.base, pen.em);
        let words = self.words;
        let hyphen = placed.kind == RunKind::Hyphen;
        if hyphen && self.soft_hyphen(pen, start, placed) {
            return;
        }
        let whole = if hyphen { Some(SOFT_HYPHEN) } else { word.as_deref() };
        self.begin_actual(owner, whole);
        for piece in in_order(words.strings.pieces(run), leftwards(placed)) {
            self.rise(millipoints(placed.rise) + piece.rise * millipoints(placed.size) / 10_000);
            self.begin_actual(owner, piece.actual.as_deref().filter(|_| whole.is_none()));
            self.mark(owner);
            self.kern(pen, start + piece.start);
            self.piece(pen, piece);
            self.end_actual(piece.ends_actual && whole.is_none());
        }
        self.end_actual(whole.is_some());
    }

    fn piece(&mut self, pen: &mut Pen, piece: &Piece) {
        let strings = self.words.strings.of(piece);
        let joins = self.begin_array() && self.state.string_end == self.out.len() && strings.starts_with(b"(");
        if joins {
            self.out.pop();
        }
        self.push(&strings[usize::from(joins)..]);
        self.state.string_end = self.out.len();
        pen.at += piece.advance;
    }

    /// The space of the font that is set.
    fn space(&mut self, pen: &mut Pen) {
        let Some((font, _)) = self.state.font else { return };
        let Some(subset) = self.words.subsets.get(&font) else { return };
        if let Some(code) = subset.space {
            self.rise(0);
            self.code(pen, code, subset.widths[usize::from(code)]);
        }
    }

    /// Shows `code`, which is `width` thousandths of an em wide.
    fn code(&mut self, pen: &mut Pen, code: u16, width: i64) {
        let joins = self.begin_array() && self.state.string_end == self.out.len();
        if joins {
            self.out.pop();
        } else {
            self.out.push(b'(');
        }
        code.to_be_bytes().into_iter().for_each(|byte| push_escaped(&mut self.out, byte));
        self.out.push(b')');
        self.state.string_end = self.out.len();
        pen.at += width * 10;
    }

    /// A hyphen that stands only because the line ends there, under its own code.
    fn soft_hyphen(&mut self, pen: &mut Pen, start: i64, placed: &PlacedRun) -> bool {
        let Some(subset) = self.words.subsets.get(&placed.run.font) else { return false };
        let (Some((code, hyphen)), [glyph]) = (subset.soft_hyphen, &placed.run.glyphs[..]) else { return false };
        if subset.code(glyph.id) != hyphen {
            return false;
        }
        self.rise(millipoints(placed.rise));
        self.kern(pen, start);
        self.code(pen, code, subset.widths[usize::from(hyphen)]);
        true
    }

    /// Moves the pen to `target`.
    fn kern(&mut self, pen: &mut Pen, target: i64) {
        let gap = target - pen.at;
        if gap != 0 {
            self.begin_array();
            write_decimal(&mut self.out, -gap, 1);
            pen.at = target;
        }
    }

    fn font(&mut self, pen: &mut Pen, placed: &PlacedRun) {
        let (font, size) = (placed.run.font, millipoints(placed.size).max(1));
        let em = em(placed);
        if pen.em != em {
            *pen = Pen { base: pen.scaled(), em, at: 0 };
        }
        if self.state.stretch != placed.stretch {
            self.end_array();
            write_decimal(&mut self.out, 1000 + i64::from(placed.stretch), 1);
            self.push(b" Tz\n");
            self.state.stretch = placed.stretch;
        }
        if self.state.font == Some((font, size)) {
            return;
        }
        self.end_array();
        let words = self.words;
        if let Some(subset) = words.subsets.get(&font) {
            self.out.push(b'/');
            self.push(subset.resource.as_bytes());
            self.out.push(b' ');
            self.numbers([size]);
            self.push(b"Tf\n");
            self.state.font = Some((font, size));
        }
    }

    fn rise(&mut self, rise: i64) {
        if self.state.rise != rise {
            self.end_array();
            self.numbers([rise]);
            self.push(b"Ts\n");
            self.state.rise = rise;
        }
    }

    /// Opens the array of a `TJ` if there is none; whether there was one.
    fn begin_array(&mut self) -> bool {
        let open = self.state.array;
        if !open {
            self.out.push(b'[');
            self.state.array = true;
        }
        open
    }

    fn end_array(&mut self) {
        if self.state.array {
            self.push(b"]TJ\n");
            self.state.array = false;
        }
    }

    /// Opens a sequence whose text is `text`: a sequence of its own, since readers lose what comes
    /// after one that lies in another.
    fn begin_actual(&mut self, owner: Owner, text: Option<&str>) {
        let (Some(text), Owner::Element(element)) = (text, owner) else { return };
        self.end_array();
        self.end_mark();
        self.push(b"/Span<</MCID ");
        self.number_mark(element);
        self.push(b"/ActualText<FEFF");
        text.encode_utf16().for_each(|unit| push_hex(&mut self.out, unit));
        self.push(b">>>BDC\n");
        self.state.mark = Some(Mark { owner, in_text: true });
    }

    fn end_actual(&mut self, ends: bool) {
        if ends {
            self.end_array();
            self.end_mark();
        }
    }
}

/// Marks (ISO 32000-1, 14.6 and 14.7.4).
impl Painter<'_> {
    /// Lets what is drawn from here on belong to `owner`.
    fn mark(&mut self, owner: Owner) {
        let mark = Mark { owner, in_text: self.state.text.is_some() };
        if self.state.mark == Some(mark) {
            return;
        }
        self.end_array();
        self.end_mark();
        match owner {
            Owner::Element(element) => {
                self.out.push(b'/');
                self.push(self.tags.tree.get(element).tag.as_bytes());
                self.push(b"<</MCID ");
                self.number_mark(element);
                self.push(b">>BDC\n");
            }
            Owner::Head => self.push(b"/Artifact<</Type/Pagination/Subtype/Header>>BDC\n"),
            Owner::Folio => self.push(b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"),
            Owner::Layout => self.push(b"/Artifact<</Type/Layout>>BDC\n"),
        }
        self.state.mark = Some(mark);
    }

    /// Writes the number of a new mark of `element`.
    fn number_mark(&mut self, element: ElementId) {
        write_decimal(&mut self.out, self.marks.len() as i64, 0);
        self.marks.push(element);
    }

    /// The space between what belongs to `before` and to `next`: it belongs to what holds both.
    fn mark_space(&mut self, before: Owner, next: Owner) {
        let (Owner::Element(one), Owner::Element(other), Owner::Element(whole)) = (before, next, self.tag.owner) else {
            return self.mark(before);
        };
        let common = self.tags.tree.common(one, other);
        // The space behind a label goes with the label.
        let holds = self.tags.tree.is_in(common, whole);
        self.mark(if holds { Owner::Element(common) } else { before });
    }

    fn end_mark(&mut self) {
        if self.state.mark.take().is_some() {
            self.push(b"EMC\n");
        }
    }
}

/// Whether `run` is an initial of which `next` is the rest of its word.
fn starts_word_of(run: &PlacedRun, next: &PlacedRun) -> bool {
    matches!(run.kind, RunKind::Initial(_)) && !next.space_before
}

/// The word that `initial` and `rest` are.
fn whole_word(initial: &PlacedRun, rest: &PlacedRun) -> String {
    format!("{}{}", initial.run.text, rest.run.text)
}

/// `pieces` as they are shown. Of a word that runs `leftwards`, marks above and below come after the letters,
/// which so stay one word for what reads the page; what says a text together stays together.
fn in_order(pieces: &[Piece], leftwards: bool) -> impl Iterator<Item = &Piece> {
    let mut open = false;
    let goes_on = |piece: &Piece, _: &Piece| {
        open = (open || piece.actual.is_some()) && !piece.ends_actual;
        open
    };
    let is_mark = |group: &&[Piece]| leftwards && group.iter().all(|piece| piece.rise != 0);
    let (marks, letters): (Vec<_>, Vec<_>) = pieces.chunk_by(goes_on).partition(is_mark);
    letters.into_iter().chain(marks).flatten()
}

fn leftwards(placed: &PlacedRun) -> bool {
    placed.run.direction == Direction::RightToLeft
}

/// The width of the em of `placed`, in millionths of a point.
fn em(placed: &PlacedRun) -> i64 {
    millipoints(placed.size).max(1) * (1000 + i64::from(placed.stretch))
}

/// Areas, lines, images.
impl Painter<'_> {
    fn area(&mut self, area: Rect, ink: Ink) {
        self.end_text();
        self.mark(self.tag.owner);
        self.fill_ink(ink);
        self.rectangle(area);
        self.push(b"re f\n");
    }

    /// Left, lower edge, width, height.
    fn rectangle(&mut self, area: Rect) {
        let (left, top) = self.place(area.origin);
        let (right, bottom) = self.place(area.origin + Point::new(area.size.width, area.size.height));
        self.numbers([left, bottom, right - left, top - bottom]);
    }

    fn image(&mut self, path: &BookPath, frame: Rect) {
        let words = self.words;
        let Some(image) = words.images.get(path) else { return };
        self.end_text();
        self.mark(self.tag.owner);
        self.transparent |= image.transparent;
        let (left, top) = self.place(frame.origin);
        let Size { width, height } = frame.size;
        let (right, bottom) = self.place(frame.origin + Point::new(width, height));
        self.push(b"q ");
        let [a, b, c, d, e, f] = image.orientation.matrix();
        let (wide, high) = (right - left, top - bottom);
        self.numbers([a * wide, b * high, c * wide, d * high, left + e * wide, bottom + f * high]);
        self.push(b"cm /");
        self.push(image.resource.as_bytes());
        self.push(b" Do Q\n");
    }

    fn drawing(&mut self, origin: Point, drawing: &Drawing) {
        if !drawing.overhangs() {
            return self.shapes(origin, drawing);
        }
        self.end_text();
        self.end_mark();
        let state = self.state;
        self.push(b"q ");
        self.rectangle(Rect { origin, size: drawing.size });
        self.push(b"re W n\n");
        self.shapes(origin, drawing);
        self.end_text();
        self.end_mark();
        self.push(b"Q\n");
        self.state = state;
    }

    fn shapes(&mut self, origin: Point, drawing: &Drawing) {
        for shape in &drawing.shapes {
            match shape {
                Shape::Path { segments, fill, stroke } => self.path(origin, segments, *fill, stroke.as_ref()),
                Shape::Text { origin: start, runs, .. } => {
                    self.line(origin + *start, runs, LineStart::default(), false)
                }
                Shape::Image { path, frame } => {
                    self.image(path, Rect { origin: origin + frame.origin, size: frame.size });
                }
            }
        }
    }

    fn path(&mut self, origin: Point, segments: &[Segment], fill: Option<Ink>, stroke: Option<&Stroke>) {
        self.end_text();
        self.mark(self.tag.owner);
        if let Some(ink) = fill {
            self.fill_ink(ink);
            self.outline(origin, segments);
            self.push(b"f\n");
        }
        if let Some(stroke) = stroke {
            self.stroke(origin, segments, stroke);
        }
    }

    fn stroke(&mut self, origin: Point, segments: &[Segment], stroke: &Stroke) {
        let state = self.state;
        self.push(b"q ");
        self.inks.push((self.out.len(), InkUse { ink: stroke.ink, stroke: true }));
        self.numbers([millipoints(stroke.width)]);
        self.push(b"w ");
        if !stroke.dashes.is_empty() {
            self.out.push(b'[');
            self.numbers(stroke.dashes.iter().map(|length| millipoints(*length)));
            self.push(b"]0 d ");
        }
        self.outline(origin, segments);
        self.push(b"S Q\n");
        self.state = state;
    }

    fn outline(&mut self, origin: Point, segments: &[Segment]) {
        for segment in segments {
            match *segment {
                Segment::Move(to) => self.step(origin, [to], b"m "),
                Segment::Line(to) => self.step(origin, [to], b"l "),
                Segment::Curve(first, second, to) => self.step(origin, [first, second, to], b"c "),
                Segment::Close => self.push(b"h "),
            }
        }
    }

    fn step<const N: usize>(&mut self, origin: Point, points: [Point; N], operator: &[u8]) {
        for point in points {
            let (x, y) = self.place(origin + point);
            self.numbers([x, y]);
        }
        self.push(operator);
    }
}

/// Inks.
impl Painter<'_> {
    fn fill_ink(&mut self, ink: Ink) {
        if self.state.fill == Some(ink) {
            return;
        }
        self.end_array();
        // Nothing before the first ink is drawn in one.
        let at = if self.inks.is_empty() { 0 } else { self.out.len() };
        self.inks.push((at, InkUse { ink, stroke: false }));
        self.state.fill = Some(ink);
    }
}

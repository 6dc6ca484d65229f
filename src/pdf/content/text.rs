//! Lines of text: runs placed by kerns, in arrays that go on as long as nothing but the pen moves.

use super::{Painter, SizedFont};
use crate::geometry::{Length, Point};
use crate::pdf::codes::push_code;
use crate::pdf::number::{from_em, millipoints, of_em, remainder, write_decimal};
use crate::pdf::strings::{LEAST_KERN, Piece, Run};
use crate::pdf::tags::{LineStart, Owner};
use crate::shaping::{PlacedRun, RunKind};

/// The text of a hyphen that stands only because the line ends there: none, when it is copied.
const SOFT_HYPHEN: &str = "\u{AD}";

/// How much wider or narrower than its glyph a space between words may be, in ten-thousandths of an em: what stands
/// further apart is moved there, as programs that look for words expect.
const MOST_WORD_SPACE: i64 = 4_000;

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

impl Painter<'_> {
    /// Shows the line of `runs` whose baseline starts at `origin`.
    pub(super) fn line(&mut self, origin: Point, runs: &[PlacedRun], at: LineStart<'_>, space_after: bool) {
        let Some(first) = runs.first() else { return };
        let start = origin.x + first.x;
        let (x, y) = self.place(Point::new(start, origin.y));
        self.begin_line(x, y);
        self.word_space(runs);
        let base = start.get() - remainder(start, x);
        let mut pen = Pen { base, em: em(first), at: 0 };
        let mut before: Option<(&PlacedRun, Run)> = None;
        let mut owner_before = self.tag.owner;
        for (index, placed) in runs.iter().enumerate() {
            let run = self.next_run();
            let owner = self.tags.of_run(self.tag, runs, placed, at);
            let starts =
                |next: &&PlacedRun| starts_word_of(placed, next) && self.tags.of_run(self.tag, runs, next, at) == owner;
            let word = match before {
                Some((before, _)) if owner == owner_before && starts_word_of(before, placed) => {
                    Some(whole_word(before, placed))
                }
                _ => runs.get(index + 1).filter(starts).map(|_| String::new()),
            };
            if let Some((_, before)) = before
                && placed.space_before
            {
                self.mark_space(owner_before, owner);
                // Words that run leftwards have the space at their right edge.
                if before.leftwards && run.leftwards {
                    let edge = of_em((origin.x + placed.x + placed.width()).get() - pen.base, pen.em);
                    self.kern(&mut pen, edge);
                }
                self.space(&mut pen);
            }
            self.mark(owner);
            self.run(&mut pen, origin.x, (placed, run), (owner, word));
            before = Some((placed, run));
            owner_before = owner;
        }
        if space_after {
            match before.map(|(before, _)| before.kind) {
                // The space is not of the mark, but of the text that it stands in.
                Some(RunKind::NoteMark(_)) => self.mark_space(owner_before, self.tag.owner),
                _ => self.mark(owner_before),
            }
            self.space(&mut pen);
        }
        self.end_array();
    }

    /// The run that comes next on the page.
    fn next_run(&mut self) -> Run {
        let number = self.runs.next().expect("the runs of a page are counted in the order of drawing");
        self.words.strings.run(*number)
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

    /// Makes the spaces of a line of `runs` as wide as its last is, or its first, where more than a space stands
    /// before the last: a folio is no word of the line.
    fn word_space(&mut self, runs: &[PlacedRun]) {
        let mut spaces = runs.windows(2).zip(self.runs.as_slice()).filter(|(pair, _)| pair[1].space_before);
        let ends = [spaces.next_back(), spaces.next()].into_iter().flatten();
        let mut wider = ends.filter_map(|(pair, number)| self.wider(pair, self.words.strings.run(*number)));
        let Some((wider, size)) = wider.find(|(wider, _)| wider.abs() <= MOST_WORD_SPACE) else { return };
        let word_space = wider * size;
        if self.state.word_space != word_space {
            self.end_array();
            write_decimal(&mut self.out, word_space, 7);
            self.push(b" Tw\n");
            self.state.word_space = word_space;
        }
    }

    /// How much wider than its glyph the space between two runs is, of which the first is `run`: in ten-thousandths of
    /// an em, with the size of that em in thousandths of a point; none where word space does not reach it.
    fn wider(&self, placed: &[PlacedRun], run: Run) -> Option<(i64, i64)> {
        let [before, after] = placed else { return None };
        let subset = self.words.subsets.get(&run.font).filter(|subset| subset.short)?;
        let advance = run.advance + subset.advance(subset.space?);
        Some((of_em((after.x - before.x).get(), em(before)) - advance, millipoints(before.size).max(1)))
    }

    pub(super) fn end_text(&mut self) {
        self.end_array();
        if self.state.text.is_some() {
            self.end_mark();
            self.state.text = None;
            self.push(b"ET\n");
        }
    }

    /// Shows `placed`, which is `run` and stands for the text `word`, if not for its own: no program that reads the
    /// page sees that an initial and what stands beside it are one word.
    fn run(
        &mut self,
        pen: &mut Pen,
        line: Length,
        (placed, run): (&PlacedRun, Run),
        (owner, word): (Owner, Option<String>),
    ) {
        self.fill_ink(placed.ink);
        self.font(pen, placed, run);
        let start = of_em((line + placed.x).get() - pen.base, pen.em);
        let words = self.words;
        let hyphen = placed.kind == RunKind::Hyphen;
        if hyphen && self.soft_hyphen(pen, start, placed) {
            return;
        }
        let whole = if hyphen { Some(SOFT_HYPHEN) } else { word.as_deref() };
        self.begin_actual(owner, whole);
        let mut show = |piece: &Piece| {
            self.rise(millipoints(placed.rise) + piece.rise * millipoints(placed.size) / 10_000);
            self.begin_actual(owner, piece.actual.as_deref().filter(|_| whole.is_none()));
            self.mark(owner);
            self.kern(pen, start + piece.start);
            self.piece(pen, piece);
            self.end_actual(piece.ends_actual && whole.is_none());
        };
        match words.strings.pieces(run) {
            pieces if run.leftwards => marks_last(pieces).for_each(show),
            pieces => pieces.iter().for_each(&mut show),
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
        let Some(SizedFont { subset, size, .. }) = self.state.font else { return };
        if let Some(code) = subset.space {
            self.rise(0);
            self.code(pen, code, subset.advance(code));
            if subset.short {
                pen.at += (self.state.word_space + size / 2).div_euclid(size);
            }
        }
    }

    /// Shows `code` of the font that is set, which moves the pen by `advance`.
    fn code(&mut self, pen: &mut Pen, code: u16, advance: i64) {
        let joins = self.begin_array() && self.state.string_end == self.out.len();
        if joins {
            self.out.pop();
        } else {
            self.out.push(b'(');
        }
        let short = self.state.font.is_some_and(|font| font.subset.short);
        push_code(&mut self.out, code, short);
        self.out.push(b')');
        self.state.string_end = self.out.len();
        pen.at += advance;
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
        self.code(pen, code, subset.advance(code));
        true
    }

    /// Moves the pen to `target`; what lies nearer than can be seen is left to the next kern.
    fn kern(&mut self, pen: &mut Pen, target: i64) {
        let gap = target - pen.at;
        if gap.abs() >= LEAST_KERN {
            self.begin_array();
            write_decimal(&mut self.out, -gap, 1);
            pen.at = target;
        }
    }

    fn font(&mut self, pen: &mut Pen, placed: &PlacedRun, run: Run) {
        let size = millipoints(placed.size).max(1);
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
        if self.state.font.is_some_and(|font| (font.id, font.size) == (run.font, size)) {
            return;
        }
        self.end_array();
        let words = self.words;
        if let Some(subset) = words.subsets.get(&run.font) {
            self.out.push(b'/');
            self.push(subset.resource.as_bytes());
            self.out.push(b' ');
            self.numbers([size]);
            self.push(b"Tf\n");
            self.state.font = Some(SizedFont { id: run.font, subset, size });
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

    pub(super) fn end_array(&mut self) {
        if self.state.array {
            self.push(b"]TJ\n");
            self.state.array = false;
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

/// `pieces` of a word that runs leftwards as they are shown: marks above and below come after the letters,
/// which so stay one word for what reads the page; what says a text together stays together.
fn marks_last(pieces: &[Piece]) -> impl Iterator<Item = &Piece> {
    let mut open = false;
    let goes_on = |piece: &Piece, _: &Piece| {
        open = (open || piece.actual.is_some()) && !piece.ends_actual;
        open
    };
    let is_mark = |group: &&[Piece]| group.iter().all(|piece| piece.rise != 0);
    let (marks, letters): (Vec<_>, Vec<_>) = pieces.chunk_by(goes_on).partition(is_mark);
    letters.into_iter().chain(marks).flatten()
}

/// The width of the em of `placed`, in millionths of a point.
fn em(placed: &PlacedRun) -> i64 {
    millipoints(placed.size).max(1) * (1000 + i64::from(placed.stretch))
}

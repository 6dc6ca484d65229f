//! The boxes of a page, and the marks of the printer around them.

use super::Profile;
use super::navigation::real;
use super::number::{millipoints, write_millipoints};
use crate::geometry::{Length, PageGeometry, Size};
use lopdf::{Dictionary, Object, dictionary};

/// Between the bleed and the edge of the sheet, where there are marks.
const SLUG: Length = Length::micrometres(10_000);
/// Around the bleed of a proof.
const PROOF_SLUG: Length = Length::micrometres(3_000);
/// Between the bleed and a mark.
const GAP: Length = Length::micrometres(1_500);
/// The length of a crop mark.
const CROP: Length = Length::micrometres(6_000);
/// The radius of a registration mark.
const RADIUS: Length = Length::micrometres(2_000);
/// The width of their lines.
const LINE: Length = Length::millipt(250);
/// Control points of a quarter of a circle, in ten-thousandths of its radius.
const QUARTER: i64 = 5523;

/// A sheet of one edition.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    trim: Size,
    bleed: Length,
    slug: Length,
    profile: Profile,
}

impl Sheet {
    /// The sheet of `profile`; `marks` says whether marks stand around the bleed of a printed one.
    pub(super) fn new(geometry: &PageGeometry, profile: Profile, marks: bool) -> Self {
        let (bleed, slug) = match profile {
            Profile::Print => (geometry.bleed, if marks { SLUG } else { Length::ZERO }),
            Profile::Screen => (Length::ZERO, Length::ZERO),
            Profile::Proof => (geometry.bleed, PROOF_SLUG),
        };
        Self { trim: geometry.trim, bleed, slug, profile }
    }

    /// The distance of the trim from the left and lower edges of the sheet, from which places are counted: a proof
    /// counts from the trim, as the screen does, so that links stand where they do there.
    fn edge(&self) -> Length {
        if self.profile == Profile::Proof { Length::ZERO } else { self.bleed + self.slug }
    }

    /// The boxes by name.
    pub(super) fn boxes(&self) -> Dictionary {
        let edge = self.edge();
        let around = |distance: Length| {
            let (left, right) = (edge - distance, edge + self.trim.width + distance);
            let (lower, upper) = (edge - distance, edge + self.trim.height + distance);
            Object::Array([left, lower, right, upper].map(real).to_vec())
        };
        match self.profile {
            Profile::Print | Profile::Proof => dictionary! {
                "MediaBox" => around(self.bleed + self.slug),
                "CropBox" => around(self.bleed + self.slug),
                "BleedBox" => around(self.bleed),
                "TrimBox" => around(Length::ZERO),
            },
            Profile::Screen => dictionary! { "MediaBox" => around(edge) },
        }
    }

    /// The operators before those of each page: the marks, and the step to the lower left corner of
    /// the trim. `registration` is the name of the colour that is on all plates.
    pub(super) fn start(&self, registration: &str) -> Option<Vec<u8>> {
        let edge = millipoints(self.edge());
        if edge == 0 {
            return None;
        }
        let mut bytes = Vec::new();
        if self.slug > Length::ZERO {
            self.marks(registration, &mut bytes);
        }
        bytes.extend_from_slice(b"1 0 0 1 ");
        write_millipoints(&mut bytes, edge);
        write_millipoints(&mut bytes, edge);
        bytes.extend_from_slice(b"cm\n");
        Some(bytes)
    }

    fn marks(&self, registration: &str, out: &mut Vec<u8>) {
        let mut pen = Pen(out);
        pen.0.extend_from_slice(format!("/Artifact<</Type/Page>>BDC q /{registration} CS 1 SCN ").as_bytes());
        pen.numbers([LINE], b"w ");
        let (edge, Size { width, height }) = (self.edge(), self.trim);
        let (from, to) = (self.bleed + GAP, self.bleed + GAP + CROP);
        for (x, outwards) in [(edge, -1), (edge + width, 1)] {
            for (y, upwards) in [(edge, -1), (edge + height, 1)] {
                pen.line((x + from * outwards, y), (x + to * outwards, y));
                pen.line((x, y + from * upwards), (x, y + to * upwards));
            }
        }
        let middle = self.slug / 2;
        for x in [middle, edge * 2 + width - middle] {
            pen.target((x, edge + height / 2));
        }
        for y in [middle, edge * 2 + height - middle] {
            pen.target((edge + width / 2, y));
        }
        pen.0.extend_from_slice(b"Q EMC\n");
    }
}

struct Pen<'a>(&'a mut Vec<u8>);

impl Pen<'_> {
    fn numbers(&mut self, lengths: impl IntoIterator<Item = Length>, operator: &[u8]) {
        lengths.into_iter().for_each(|length| write_millipoints(self.0, millipoints(length)));
        self.0.extend_from_slice(operator);
    }

    fn line(&mut self, from: (Length, Length), to: (Length, Length)) {
        self.numbers([from.0, from.1], b"m ");
        self.numbers([to.0, to.1], b"l S\n");
    }

    /// A registration mark: a circle and a cross.
    fn target(&mut self, (x, y): (Length, Length)) {
        let arm = RADIUS * 3 / 2;
        self.line((x - arm, y), (x + arm, y));
        self.line((x, y - arm), (x, y + arm));
        let control = RADIUS.scale(QUARTER, 10_000);
        self.numbers([x + RADIUS, y], b"m ");
        let around = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)];
        for pair in around.windows(2) {
            let [(ax, ay), (bx, by)] = [pair[0], pair[1]];
            let first = [x + RADIUS * ax + control * bx, y + RADIUS * ay + control * by];
            let second = [x + RADIUS * bx + control * ax, y + RADIUS * by + control * ay];
            let end = [x + RADIUS * bx, y + RADIUS * by];
            self.numbers(first.into_iter().chain(second).chain(end), b"c ");
        }
        self.0.extend_from_slice(b"S\n");
    }
}

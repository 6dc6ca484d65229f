//! The land of the earth, cut to a frame: under maps, on the cover, on the openers of places.

use super::dataset::Area;
use super::drawing::{Drawing, Segment, Shape, circle};
use super::look::PAPER;
use super::projection::Projection;
use crate::geometry::{Length, Point, Rect, Size};
use crate::style::Ink;
use std::sync::LazyLock;

/// The land of the earth: a ring a line, longitude and latitude in tenths of a degree in turn.
const COASTLINE: &str = include_str!("data/coastline.txt");
/// Millionths of a degree in a tenth.
const TENTH: i64 = 100_000;
/// Millionths of a degree around the earth.
const AROUND: i64 = 360_000_000;
/// The least width and height of the area of a [`ground`]: a nearer view would show how coarse the
/// coastline is.
const NARROWEST: i64 = 36_000_000;

/// Land in `frame`, and where `places` (latitude and longitude in millionths of a degree) lie on it:
/// the map is as large as `focus` has room for all of them.
#[must_use]
pub fn ground(places: &[(i32, i32)], focus: Rect, frame: Rect) -> (Vec<Segment>, Vec<Point>) {
    let span = |degrees: &mut dyn Iterator<Item = i64>| {
        let (low, high) = degrees.fold((i64::MAX, i64::MIN), |(low, high), at| (low.min(at), high.max(at)));
        let spare = (NARROWEST - (high - low)).max(0) / 2;
        (low - spare, high + spare)
    };
    if places.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let (south, north) = span(&mut places.iter().map(|(latitude, _)| i64::from(*latitude)));
    let (west, east) = span(&mut places.iter().map(|(_, longitude)| i64::from(*longitude)));
    let projection = Projection::fit(&Area { world: false, west, east, south, north }, focus);
    let points = places.iter().map(|(latitude, longitude)| projection.place((*longitude).into(), (*latitude).into()));
    (outlines(&projection, frame), points.collect())
}

/// Degrees of longitude of a locator, in millionths: half the earth, so that a coast is known again.
const LOCATOR_WIDTH: i64 = 250_000_000;
/// Radius of its dot.
const DOT: Length = Length::millipt(2_800);
/// White around the dot.
const HALO: Length = Length::millipt(1_200);

/// A strip of land around a place (latitude and longitude in millionths of a degree), which is a dot
/// in its middle. All strips of one width have one scale, so that the openers of a book are a family.
/// It says nothing that the text does not, and is told to nobody.
#[must_use]
pub fn locator((latitude, longitude): (i32, i32), size: Size, land: Ink, dot: Ink) -> Drawing {
    let frame = Rect { origin: Point::default(), size };
    // The earth goes on at its edges.
    let segments = [-AROUND, 0, AROUND].into_iter().flat_map(|turn| {
        let middle = i64::from(longitude) + turn;
        outlines(&Projection::around(middle, i64::from(latitude), LOCATOR_WIDTH, frame), frame)
    });
    let area = |segments, ink| Shape::Path { segments, fill: Some(ink), stroke: None };
    let centre = Point::new(size.width / 2, size.height / 2);
    let shapes =
        vec![area(segments.collect(), land), area(circle(centre, DOT + HALO), PAPER), area(circle(centre, DOT), dot)];
    Drawing { size, shapes, alternative: String::new() }
}

/// A strip of the earth with `places` as dots, as large as it has room for all of them. It is told to
/// nobody, as a [`locator`] is.
#[must_use]
pub fn strip(places: &[(i32, i32)], size: Size, land: Ink, dot: Ink) -> Drawing {
    let frame = Rect { origin: Point::default(), size };
    let margin = (DOT + HALO) * 2;
    let inner = Size::new(size.width - margin * 2, size.height - margin * 2);
    let (segments, points) = ground(places, Rect { origin: Point::new(margin, margin), size: inner }, frame);
    let mut shapes = vec![Shape::Path { segments, fill: Some(land), stroke: None }];
    for (radius, ink) in [(DOT + HALO, PAPER), (DOT, dot)] {
        let dots = points.iter().map(|centre| circle(*centre, radius));
        shapes.extend(dots.map(|segments| Shape::Path { segments, fill: Some(ink), stroke: None }));
    }
    Drawing { size, shapes, alternative: String::new() }
}

/// The land in `frame`, as one path: holes, as lakes are, run the other way round.
pub(super) fn outlines(projection: &Projection, frame: Rect) -> Vec<Segment> {
    static RINGS: LazyLock<Vec<Vec<i64>>> = LazyLock::new(|| {
        let numbers = |line: &str| line.split(' ').filter_map(|number| number.parse().ok()).collect();
        COASTLINE.lines().map(numbers).collect()
    });
    let mut segments = Vec::new();
    for numbers in &*RINGS {
        let ring = numbers.chunks_exact(2).map(|pair| projection.place(pair[0] * TENTH, pair[1] * TENTH)).collect();
        let ring = clip(ring, frame);
        if ring.len() > 2 {
            segments.push(Segment::Move(ring[0]));
            segments.extend(ring[1..].iter().map(|point| Segment::Line(*point)));
            segments.push(Segment::Close);
        }
    }
    segments
}

/// The part of a ring in `frame`: Sutherland and Hodgman, 1974, edge by edge.
fn clip(mut ring: Vec<Point>, frame: Rect) -> Vec<Point> {
    let (left, top) = (frame.origin.x, frame.origin.y);
    let (right, bottom) = (left + frame.size.width, top + frame.size.height);
    // How far inside an edge a point lies; outside it is less than nothing.
    let edges: [&dyn Fn(Point) -> Length; 4] =
        [&|point| point.x - left, &|point| right - point.x, &|point| point.y - top, &|point| bottom - point.y];
    for inside in edges {
        let outside = ring.iter().filter(|point| inside(**point) < Length::ZERO).count();
        if outside == 0 {
            continue;
        }
        if outside == ring.len() {
            return Vec::new();
        }
        let mut kept = Vec::with_capacity(ring.len());
        for (index, point) in ring.iter().enumerate() {
            let before = ring[(index + ring.len() - 1) % ring.len()];
            let (from, to) = (inside(before), inside(*point));
            if (from < Length::ZERO) != (to < Length::ZERO) {
                let part = |a: Length, b: Length| a + (b - a).scale(from.get(), (from - to).get());
                kept.push(Point::new(part(before.x, point.x), part(before.y, point.y)));
            }
            if to >= Length::ZERO {
                kept.push(*point);
            }
        }
        ring = kept;
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locator_has_its_dot_in_the_middle_and_land_within_its_strip() {
        let size = Size::new(Length::pt(312), Length::pt(56));
        // Beijing, Melton, a place on the edge of the map, and the poles.
        for place in [
            (39_907_500, 116_397_230),
            (-37_683_000, 144_583_000),
            (-17_000_000, 179_900_000),
            (90_000_000, 0),
            (-90_000_000, 0),
        ] {
            let drawing = locator(place, size, Ink::LAND, Ink::ACCENT);
            assert!(!drawing.overhangs(), "{place:?}");
            let Some(Shape::Path { segments, fill, .. }) = drawing.shapes.last() else { panic!("no dot") };
            assert_eq!(*fill, Some(Ink::ACCENT));
            assert_eq!(*segments, circle(Point::new(Length::pt(156), Length::pt(28)), DOT));
        }
    }

    #[test]
    fn land_goes_on_over_the_edge_of_the_map() {
        let size = Size::new(Length::pt(312), Length::pt(56));
        let drawing = locator((40_000_000, 179_000_000), size, Ink::LAND, Ink::ACCENT);
        let Shape::Path { segments, .. } = &drawing.shapes[0] else { panic!("no land") };
        let on = |side: fn(Length) -> bool| segments.iter().flat_map(|segment| segment.points()).any(|at| side(at.x));
        assert!(on(|x| x < Length::pt(100)), "Asia lies to the left");
        assert!(on(|x| x > Length::pt(212)), "America lies to the right");
    }

    #[test]
    fn a_ring_is_cut_at_the_frame() {
        let at = |x, y| Point::new(Length::pt(x), Length::pt(y));
        let frame = Rect { origin: at(0, 0), size: Size::new(Length::pt(10), Length::pt(10)) };
        let square = |a, b| vec![at(a, a), at(b, a), at(b, b), at(a, b)];
        assert_eq!(clip(square(2, 8), frame), square(2, 8));
        assert_eq!(clip(square(-5, 20), frame).len(), 4);
        assert_eq!(clip(square(20, 30), frame), []);
        assert_eq!(clip(vec![at(5, 5), at(15, 5), at(5, 8)], frame).len(), 4);
    }

    #[test]
    fn the_coastline_has_whole_rings_within_the_earth() {
        for line in COASTLINE.lines() {
            let numbers: Vec<i64> = line.split(' ').map(|number| number.parse().expect("a number")).collect();
            assert!(numbers.len() >= 6 && numbers.len().is_multiple_of(2));
            assert!(numbers.chunks(2).all(|pair| pair[0].abs() <= 1800 && pair[1].abs() <= 900));
        }
    }
}

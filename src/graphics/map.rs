//! Maps: land, points, and their names.

use super::canvas::Canvas;
use super::dataset::{Map, Place, Side};
use super::drawing::{Anchor, Segment, Stroke};
use super::look::{HAIR, LIGHT, Look, PAPER};
use super::projection::Projection;
use crate::geometry::{Length, Point, Rect, Size};
use crate::style::Ink;

/// The land of the earth: a ring a line, longitude and latitude in tenths of a degree in turn.
const COASTLINE: &str = include_str!("data/coastline.txt");
/// Millionths of a degree in a tenth.
const TENTH: i64 = 100_000;
/// Radius of a point.
const RADIUS: Length = Length::millipt(2_200);
/// White around a point.
const HALO: Length = Length::millipt(800);
/// Distances of a name from its point, the nearest first.
const DISTANCES: [Length; 5] = [Length::pt(5), Length::pt(10), Length::pt(16), Length::pt(24), Length::pt(36)];

/// Land, points and names of `map` in `frame`.
pub(super) fn draw(canvas: &mut Canvas, look: &Look, frame: Rect, map: &Map) {
    let projection = Projection::fit(&map.area, frame);
    land(canvas, &projection, frame);
    let at = |place: &Place| projection.place(place.longitude, place.latitude);
    for place in &map.points {
        let reach = RADIUS + HALO;
        let corner = at(place) + Point::new(-reach, -reach);
        canvas.take(Rect { origin: corner, size: Size::new(reach * 2, reach * 2) });
    }
    for place in &map.points {
        name(canvas, look, place, at(place));
    }
    for place in &map.points {
        canvas.circle(at(place), RADIUS + HALO, Some(PAPER), None);
    }
    let any = map.points.iter().any(|place| place.highlighted);
    for place in &map.points {
        let ink = if place.highlighted || !any { Ink::ACCENT } else { Ink::GREY };
        canvas.circle(at(place), RADIUS, Some(ink), None);
    }
}

/// Writes the name of `place` beside its point: at the first side that is free, then farther off
/// with a leader.
fn name(canvas: &mut Canvas, look: &Look, place: &Place, point: Point) {
    let style = look.name(place.highlighted);
    let mut sides = vec![Side::Right, Side::Left, Side::Above, Side::Below];
    if let Some(side) = place.side {
        sides.retain(|other| *other != side);
        sides.insert(0, side);
    }
    for distance in DISTANCES {
        for side in &sides {
            for slant in [0, -1, 1] {
                let (offset, anchor) = offset(*side, distance, slant, look);
                if (slant != 0 && distance == DISTANCES[0])
                    || !canvas.try_text(&place.name, style, point + offset, anchor)
                {
                    continue;
                }
                if distance > DISTANCES[0] {
                    let end = leader_end(*side, offset, look);
                    canvas.line(&[point, point + end], Ink::GREY, HAIR, &[]);
                }
                return;
            }
        }
    }
    canvas.lost.push(format!("the name `{}` has no room on the map", place.name));
}

/// Where the baseline of a name starts, from its point; `slant` moves it to one side of the way.
fn offset(side: Side, distance: Length, slant: i64, look: &Look) -> (Point, Anchor) {
    let across = distance * slant * 3 / 4;
    let (drop, size) = (look.drop(), look.label.size);
    match side {
        Side::Right => (Point::new(distance, drop + across), Anchor::Start),
        Side::Left => (Point::new(-distance, drop + across), Anchor::End),
        Side::Above => (Point::new(across, -distance), Anchor::Middle),
        Side::Below => (Point::new(across, distance + size * 7 / 10), Anchor::Middle),
    }
}

fn leader_end(side: Side, offset: Point, look: &Look) -> Point {
    let gap = Length::pt(1);
    match side {
        Side::Right => Point::new(offset.x - gap, offset.y - look.drop()),
        Side::Left => Point::new(offset.x + gap, offset.y - look.drop()),
        Side::Above => Point::new(offset.x, offset.y + gap * 2),
        Side::Below => Point::new(offset.x, offset.y - look.label.size * 7 / 10 - gap),
    }
}

/// The land in `frame`, as one path: holes, as lakes are, run the other way round.
fn land(canvas: &mut Canvas, projection: &Projection, frame: Rect) {
    let mut segments = Vec::new();
    for line in COASTLINE.lines() {
        let numbers: Vec<i64> = line.split(' ').filter_map(|number| number.parse().ok()).collect();
        let ring = numbers.chunks_exact(2).map(|pair| projection.place(pair[0] * TENTH, pair[1] * TENTH)).collect();
        let ring = clip(ring, frame);
        if ring.len() > 2 {
            segments.push(Segment::Move(ring[0]));
            segments.extend(ring[1..].iter().map(|point| Segment::Line(*point)));
            segments.push(Segment::Close);
        }
    }
    let none: Option<Stroke> = None;
    canvas.path(segments, Some(LIGHT), none);
}

/// The part of a ring in `frame`: Sutherland and Hodgman, 1974, edge by edge.
fn clip(mut ring: Vec<Point>, frame: Rect) -> Vec<Point> {
    let (left, top) = (frame.origin.x, frame.origin.y);
    let (right, bottom) = (left + frame.size.width, top + frame.size.height);
    // How far inside an edge a point lies; outside it is less than nothing.
    let edges: [&dyn Fn(Point) -> Length; 4] =
        [&|point| point.x - left, &|point| right - point.x, &|point| point.y - top, &|point| bottom - point.y];
    for inside in edges {
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

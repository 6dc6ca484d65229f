//! Maps: land, points, and their names.

use super::canvas::Canvas;
use super::dataset::{Map, Place, Side};
use super::drawing::{Anchor, Stroke};
use super::land::outlines;
use super::look::{HAIR, LIGHT, Look, PAPER};
use super::projection::Projection;
use crate::geometry::{Length, Point, Rect, Size};
use crate::style::Ink;

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

fn land(canvas: &mut Canvas, projection: &Projection, frame: Rect) {
    let none: Option<Stroke> = None;
    canvas.path(outlines(projection, frame), Some(LIGHT), none);
}

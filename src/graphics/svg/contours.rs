//! Areas by the even-odd rule as areas by the nonzero rule, which is the one that drawings have.
//!
//! A contour inside an odd number of others is a hole; holes run against the contours around them.
//! That is exact where contours do not cross one another or themselves.

use super::super::Segment;
use crate::geometry::Point;

/// `segments` with its contours turned so that the nonzero rule fills what the even-odd rule filled.
pub(super) fn turned(segments: &[Segment]) -> Vec<Segment> {
    let contours: Vec<&[Segment]> = segments.chunk_by(|_, next| !matches!(next, Segment::Move(_))).collect();
    if contours.len() < 2 {
        return segments.to_vec();
    }
    let polygons: Vec<Vec<Point>> = contours.iter().map(|contour| ends(contour)).collect();
    let mut out = Vec::with_capacity(segments.len());
    for (index, contour) in contours.iter().enumerate() {
        let Some(start) = polygons[index].first() else { continue };
        let around = polygons.iter().enumerate().filter(|(other, polygon)| *other != index && holds(polygon, *start));
        let is_hole = around.count() % 2 == 1;
        if (area(&polygons[index]) < 0) == is_hole {
            out.extend_from_slice(contour);
        } else {
            out.extend(reversed(contour));
        }
    }
    out
}

/// The points where the segments of a contour end.
fn ends(contour: &[Segment]) -> Vec<Point> {
    let end = |segment: &Segment| match segment {
        Segment::Move(to) | Segment::Line(to) | Segment::Curve(_, _, to) => Some(*to),
        Segment::Close => None,
    };
    contour.iter().filter_map(end).collect()
}

/// Twice the area of `polygon`, negative if it runs leftwards.
fn area(polygon: &[Point]) -> i128 {
    let next = polygon.iter().cycle().skip(1);
    let wide = |length: crate::geometry::Length| i128::from(length.get());
    polygon.iter().zip(next).map(|(a, b)| wide(a.x) * wide(b.y) - wide(b.x) * wide(a.y)).sum()
}

/// Whether `point` is inside `polygon` by the even-odd rule.
fn holds(polygon: &[Point], point: Point) -> bool {
    let next = polygon.iter().cycle().skip(1);
    let crossings = polygon.iter().zip(next).filter(|(a, b)| {
        if (a.y > point.y) == (b.y > point.y) {
            return false;
        }
        let wide = |length: crate::geometry::Length| i128::from(length.get());
        let (height, down) = (wide(b.y) - wide(a.y), wide(point.y) - wide(a.y));
        let along = (wide(b.x) - wide(a.x)) * down;
        let left = (wide(point.x) - wide(a.x)) * height;
        if height > 0 { left < along } else { left > along }
    });
    crossings.count() % 2 == 1
}

fn reversed(contour: &[Segment]) -> Vec<Segment> {
    let points = ends(contour);
    let mut out = Vec::with_capacity(contour.len());
    out.extend(points.last().map(|end| Segment::Move(*end)));
    for (index, segment) in contour.iter().enumerate().rev() {
        let Some(before) = index.checked_sub(1).and_then(|before| points.get(before)) else { continue };
        match segment {
            Segment::Line(_) => out.push(Segment::Line(*before)),
            Segment::Curve(first, second, _) => out.push(Segment::Curve(*second, *first, *before)),
            Segment::Move(_) | Segment::Close => {}
        }
    }
    if contour.last() == Some(&Segment::Close) {
        out.push(Segment::Close);
    }
    out
}

//! From degrees to places on a map, in whole numbers alone, so that a map is the same everywhere.

use super::dataset::Area;
use crate::geometry::{Length, Point, Rect};

/// Millionths of a degree in five degrees.
const FIVE: i64 = 5_000_000;

/// A. H. Robinson, "A New Map Projection", 1974: for each fifth parallel its length and its distance
/// from the equator, in ten-thousandths.
const ROBINSON: [(i64, i64); 19] = [
    (10_000, 0),
    (9_986, 620),
    (9_954, 1_240),
    (9_900, 1_860),
    (9_822, 2_480),
    (9_730, 3_100),
    (9_600, 3_720),
    (9_427, 4_340),
    (9_216, 4_958),
    (8_962, 5_571),
    (8_679, 6_176),
    (8_350, 6_769),
    (7_986, 7_346),
    (7_597, 7_903),
    (7_186, 8_435),
    (6_732, 8_936),
    (6_213, 9_394),
    (5_722, 9_761),
    (5_322, 10_000),
];

/// The cosine of every fifth degree, in ten-thousandths.
const COSINES: [i64; 19] = [
    10_000, 9_962, 9_848, 9_659, 9_397, 9_063, 8_660, 8_192, 7_660, 7_071, 6_428, 5_736, 5_000, 4_226, 3_420, 2_588,
    1_736, 872, 0,
];

/// The value of a table of fifth degrees at `latitude` (millionths, its sign left out), straight
/// between two entries.
fn between(latitude: i64, entry: impl Fn(usize) -> i64) -> i64 {
    let latitude = latitude.abs().min(90_000_000);
    let index = usize::try_from(latitude / FIVE).unwrap_or(0).min(17);
    let (low, high) = (entry(index), entry(index + 1));
    low + (high - low) * (latitude - index as i64 * FIVE) / FIVE
}

/// A projection that fills a frame with an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Projection {
    world: bool,
    /// Cosine of the parallel that is true to scale, in ten-thousandths.
    cosine: i64,
    /// The units below for the middle of the frame.
    middle: (i64, i64),
    /// Where that is.
    centre: Point,
    /// A length and the units that it shows.
    scale: (Length, i64),
}

impl Projection {
    /// The whole of `area` in `frame`, as large as it can be.
    ///
    /// The world is drawn in Robinson's projection, parts of it in the equirectangular one that is
    /// true to scale on their middle parallel.
    pub fn fit(area: &Area, frame: Rect) -> Self {
        let middle = (area.south + area.north) / 2;
        let cosine = between(middle, |index| COSINES[index]).max(1_000);
        let plain =
            Self { world: area.world, cosine, middle: (0, 0), centre: Point::default(), scale: (Length::pt(1), 1) };
        let widest = if area.south <= 0 && area.north >= 0 { 0 } else { area.south.abs().min(area.north.abs()) };
        let (west, east) = (plain.units(area.west, widest).0, plain.units(area.east, widest).0);
        let (south, north) = (plain.units(0, area.south).1, plain.units(0, area.north).1);
        let (wide, high) = ((east - west).max(1), (north - south).max(1));
        let size = frame.size;
        let by_width =
            i128::from(size.width.get()) * i128::from(high) <= i128::from(size.height.get()) * i128::from(wide);
        let scale = if by_width { (size.width, wide) } else { (size.height, high) };
        let centre = frame.origin + Point::new(size.width / 2, size.height / 2);
        Self { middle: ((west + east) / 2, (south + north) / 2), centre, scale, ..plain }
    }

    /// `degrees` of longitude over the width of `frame`, around a place in its middle, true to scale on
    /// the parallel of 30 degrees. All in millionths of a degree.
    pub fn around(longitude: i64, latitude: i64, degrees: i64, frame: Rect) -> Self {
        let cosine = COSINES[6];
        let centre = frame.origin + Point::new(frame.size.width / 2, frame.size.height / 2);
        let scale = (frame.size.width, (degrees * cosine / 10_000).max(1));
        Self { world: false, cosine, middle: (longitude * cosine / 10_000, latitude), centre, scale }
    }

    /// A place of the earth in units of the plane: millionths of a degree of the equator.
    fn units(&self, longitude: i64, latitude: i64) -> (i64, i64) {
        if !self.world {
            return (longitude * self.cosine / 10_000, latitude);
        }
        let x = longitude * between(latitude, |index| ROBINSON[index].0) / 10_000;
        // The height of the pole over the equator is 1.3523 radii, the equator 2π · 0.8487 radii:
        // in degrees of the equator, 1.3523 / 0.8487 · 180 / π = 91.2945.
        let y = between(latitude, |index| ROBINSON[index].1) * 91_294_500 / 10_000;
        (x, if latitude < 0 { -y } else { y })
    }

    /// Where the place is drawn.
    pub fn place(&self, longitude: i64, latitude: i64) -> Point {
        let (x, y) = self.units(longitude, latitude);
        let (length, units) = self.scale;
        let right = length.scale(x - self.middle.0, units);
        let down = length.scale(self.middle.1 - y, units);
        Point::new(self.centre.x + right, self.centre.y + down)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Size;

    #[test]
    fn the_corners_of_an_area_lie_in_its_frame_and_its_middle_in_the_middle() {
        let frame = Rect {
            origin: Point::new(Length::pt(10), Length::pt(20)),
            size: Size::new(Length::pt(300), Length::pt(140)),
        };
        for (name, area) in super::super::dataset::AREAS {
            let projection = Projection::fit(&area, frame);
            for (longitude, latitude) in
                [(area.west, area.north), (area.east, area.north), (area.west, area.south), (area.east, area.south)]
            {
                let Point { x, y } = projection.place(longitude, latitude);
                let slack = Length::scaled(4);
                assert!(x >= Length::pt(10) - slack && x <= Length::pt(310) + slack, "{name} {x:?}");
                assert!(y >= Length::pt(20) - slack && y <= Length::pt(160) + slack, "{name} {y:?}");
            }
        }
        let projection = Projection::fit(&Area::degrees(-10, 10, -10, 10), frame);
        assert_eq!(projection.place(0, 0), Point::new(Length::pt(160), Length::pt(90)));
    }
}

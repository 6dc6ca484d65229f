//! Raster images in the inks of a press: sRGB to CMYK by an ICC profile, grey replaced by black down
//! to the ink limit.
//!
//! The profile is read once, into a table of 33 steps for each of red, green and blue; between them
//! whole numbers interpolate (tetrahedra: Kasson, Nin, Plouffe and Hafner 1995), so that no maths
//! library decides on a byte.

use super::{Fault, cmyk};
use crate::graphics::{Colour, ImageFormat, Raster};
use crate::manifest::ImageInks;
use moxcms::{ColorProfile, Layout, TransformOptions};

/// Steps of the table along each side.
const STEPS: usize = 33;
/// Values of a channel between two steps.
const STRIDE: usize = 8;

/// From sRGB to the inks of a press.
pub(super) struct Separator {
    /// Cyan, magenta, yellow and black at each step: red slowest, blue fastest.
    table: Vec<[u8; 4]>,
    /// Most ink on one place, in 255ths.
    limit: u32,
}

impl Separator {
    /// For the press of `profile`, with at most `limit` per cent of ink.
    ///
    /// # Errors
    /// The profile cannot be read, or is not that of a press with four inks.
    pub(super) fn new(profile: &[u8], limit: u32) -> Result<Self, Fault> {
        let broken = |fault: moxcms::CmsError| Fault::new(format!("the profile of the press cannot be used: {fault}"));
        let press = ColorProfile::new_from_slice(profile).map_err(broken)?;
        let options = TransformOptions::default();
        let transform = ColorProfile::new_srgb()
            .create_transform_8bit(Layout::Rgb, &press, Layout::Rgba, options)
            .map_err(broken)?;
        let step = |index: usize| u8::try_from(index * STRIDE).unwrap_or(u8::MAX);
        let mut colours = Vec::with_capacity(STEPS * STEPS * STEPS * 3);
        for red in 0..STEPS {
            for green in 0..STEPS {
                (0..STEPS).for_each(|blue| colours.extend([step(red), step(green), step(blue)]));
            }
        }
        let mut inks = vec![0; STEPS * STEPS * STEPS * 4];
        transform.transform(&colours, &mut inks).map_err(broken)?;
        let (table, _) = inks.as_chunks::<4>();
        Ok(Self { table: table.to_vec(), limit: limit * 255 / 100 })
    }

    /// The inks of a pixel.
    fn inks(&self, pixel: [u8; 3]) -> [u8; 4] {
        let mut base = [0; 3];
        let mut rest = [(0, 0); 3];
        for (axis, value) in pixel.into_iter().enumerate() {
            // 255 is the last step: 256 values would end on it.
            let value = usize::from(value) + usize::from(value == u8::MAX);
            base[axis] = (value / STRIDE).min(STEPS - 2);
            rest[axis] = (value - base[axis] * STRIDE, axis);
        }
        // From the corner along the axes with the greatest rest first.
        rest.sort_by_key(|(part, axis)| (std::cmp::Reverse(*part), *axis));
        let mut corner = base;
        let mut sums = [0; 4];
        let mut left = STRIDE;
        for (part, axis) in rest {
            self.weigh(corner, left - part, &mut sums);
            corner[axis] += 1;
            left = part;
        }
        self.weigh(corner, left, &mut sums);
        limited(sums.map(|sum| u8::try_from((sum + STRIDE / 2) / STRIDE).unwrap_or(u8::MAX)), self.limit)
    }

    fn weigh(&self, [red, green, blue]: [usize; 3], weight: usize, sums: &mut [usize; 4]) {
        let inks = self.table[(red * STEPS + green) * STEPS + blue];
        sums.iter_mut().zip(inks).for_each(|(sum, ink)| *sum += usize::from(ink) * weight);
    }
}

/// `inks` with no more than `limit` 255ths in all: grey of three inks gives way to black, and what is
/// still too much to less of all three.
fn limited(inks: [u8; 4], limit: u32) -> [u8; 4] {
    let total = inks.iter().map(|ink| u32::from(*ink)).sum::<u32>();
    if total <= limit {
        return inks;
    }
    let [cyan, magenta, yellow, black] = inks;
    let grey = cyan.min(magenta).min(yellow).min(u8::MAX - black);
    // Three parts go and one comes.
    let swapped = u8::try_from((total - limit).div_ceil(2)).unwrap_or(u8::MAX).min(grey);
    let colours = [cyan, magenta, yellow].map(|ink| ink - swapped);
    let black = black + swapped;
    let rest: u32 = colours.iter().map(|ink| u32::from(*ink)).sum();
    let room = limit.saturating_sub(u32::from(black));
    let [cyan, magenta, yellow] = match rest <= room {
        true => colours,
        false => colours.map(|ink| u8::try_from(u32::from(ink) * room / rest.max(1)).unwrap_or(0)),
    };
    [cyan, magenta, yellow, black]
}

/// An image in the inks of a press.
pub(super) struct Separation {
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// Samples a pixel: 4, or 1 for an image of black alone.
    pub channels: usize,
    /// The samples, row by row.
    pub samples: Vec<u8>,
}

/// The image in `bytes` in inks; none where it is in inks already and has no more of them than the press
/// takes, or in grey.
///
/// # Errors
/// The image is broken.
pub(super) fn separate(
    raster: &Raster,
    bytes: &[u8],
    inks: ImageInks,
    separator: &Separator,
) -> Result<Option<Separation>, image::ImageError> {
    match raster.colour {
        Colour::Rgb => {}
        Colour::Grey => return Ok(None),
        Colour::Cmyk => return Ok(within_limit(raster, bytes, separator.limit)),
    }
    let format = match raster.format {
        ImageFormat::Jpeg => image::ImageFormat::Jpeg,
        ImageFormat::Png => image::ImageFormat::Png,
    };
    let image = image::load_from_memory_with_format(bytes, format)?.into_rgb8();
    let size = image.dimensions();
    let (pixels, _) = image.as_raw().as_chunks::<3>();
    let is_grey = || pixels.iter().all(|[red, green, blue]| red == green && green == blue);
    Ok(Some(if inks == ImageInks::Grey || is_grey() {
        Separation { size, channels: 1, samples: pixels.iter().map(|pixel| luma(*pixel)).collect() }
    } else {
        let mut samples = Vec::with_capacity(pixels.len() * 4);
        // Neighbours are often alike.
        let mut last = ([0; 3], separator.inks([0; 3]));
        for pixel in pixels {
            if *pixel != last.0 {
                last = (*pixel, separator.inks(*pixel));
            }
            samples.extend(last.1);
        }
        Separation { size, channels: 4, samples }
    }))
}

/// The image in `bytes`, which is in inks, with less of them; none where there is not too much.
fn within_limit(raster: &Raster, bytes: &[u8], limit: u32) -> Option<Separation> {
    let inks = cmyk::inks(bytes)?;
    let total = |inks: &[u8; 4]| inks.iter().map(|ink| u32::from(*ink)).sum::<u32>();
    let excessive = inks.iter().any(|inks| total(inks) > limit);
    let samples = || inks.iter().flat_map(|inks| limited(*inks, limit)).collect();
    excessive.then(|| Separation { size: (raster.width, raster.height), channels: 4, samples: samples() })
}

/// The grey of a pixel (ITU-R BT.601), in whole numbers.
fn luma([red, green, blue]: [u8; 3]) -> u8 {
    let sum = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    u8::try_from((sum + 500) / 1000).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::intent::COATED;
    use super::*;

    #[test]
    fn white_is_paper_and_no_colour_has_more_ink_than_the_limit() {
        for limit in [240, 300] {
            let separator = Separator::new(COATED.bytes, limit).expect("a profile");
            assert_eq!(separator.inks([255; 3]), [0; 4]);
            for red in (0..=255).step_by(15) {
                for green in (0..=255).step_by(15) {
                    for blue in (0..=255).step_by(15) {
                        let total: u32 = separator.inks([red, green, blue]).iter().map(|ink| u32::from(*ink)).sum();
                        assert!(total * 100 <= limit * 255, "{red} {green} {blue} has {total}/255");
                    }
                }
            }
        }
    }

    #[test]
    fn grey_gives_way_to_black_and_colour_stays() {
        assert_eq!(limited([200, 190, 180, 100], 612), [171, 161, 151, 129]);
        // There is no more black than all of it.
        assert_eq!(limited([200, 200, 200, 200], 612), [119, 119, 119, 255]);
        assert_eq!(limited([255, 0, 255, 0], 612), [255, 0, 255, 0]);
        assert_eq!(limited([255, 255, 0, 255], 612), [178, 178, 0, 255]);
    }

    #[test]
    fn an_image_in_inks_is_changed_only_where_it_has_too_much_of_them() {
        let bytes = include_bytes!("tests/data/cmyk.jpg");
        let raster = crate::graphics::inspect(bytes).expect("an image");
        let separated = |limit| {
            let separator = Separator::new(COATED.bytes, limit).expect("a profile");
            separate(&raster, bytes, ImageInks::Process, &separator).expect("an image")
        };
        assert!(separated(400).is_none());
        let separation = separated(240).expect("less ink");
        assert_eq!((separation.size, separation.channels), ((16, 16), 4));
        let (pixels, _) = separation.samples.as_chunks::<4>();
        assert!(pixels.iter().all(|inks| inks.iter().map(|ink| u32::from(*ink)).sum::<u32>() <= 240 * 255 / 100));
        assert!(pixels[0][3] > 230 && pixels[15][2] > 50, "black takes the place of grey, and light colours stay");
    }

    #[test]
    fn a_green_has_yellow_and_cyan_in_it() {
        let separator = Separator::new(COATED.bytes, 240).expect("a profile");
        let [cyan, magenta, yellow, _] = separator.inks([0, 150, 60]);
        assert!(cyan > 150 && yellow > 150 && magenta < 100, "{cyan} {magenta} {yellow}");
    }

    #[test]
    fn a_profile_that_is_none_is_a_fault() {
        assert!(Separator::new(b"no profile", 240).is_err());
    }
}

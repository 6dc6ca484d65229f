//! Images that stores refuse and readers show wrongly.

use crate::cover::Cover;
use crate::diag::{Code, Diagnostic};
use crate::document::{Document, walk};
use crate::graphics::{Colour, Orientation, Raster};
use crate::loader::Assets;

/// What stores take. Kobo: 5 MB an image; Apple: 5.6 million pixels an image, and covers of 1,400
/// pixels at least.
mod limit {
    /// Bytes of an image.
    pub const BYTES: usize = 5_000_000;
    /// Pixels of an image.
    pub const PIXELS: u64 = 5_600_000;
    /// Pixels of the short side of a cover.
    pub const COVER: u32 = 1400;
}

/// Warnings for the images of `document` that the e-book carries.
pub(super) fn images(document: &Document, assets: &Assets) -> Vec<Diagnostic> {
    if !document.manifest.output.epub {
        return Vec::new();
    }
    let images = document.chapters.iter().flat_map(|placed| walk::images(&placed.chapter));
    let found = images.filter_map(|image| Some((image, assets.get(&image.path)?)));
    let faults = found.flat_map(|(image, asset)| {
        let faults = faults(asset.bytes.len(), asset.picture.raster(), image.path.as_str());
        faults.into_iter().map(|fault| fault.at(image.span))
    });
    faults.collect()
}

/// Everything about the cover of `document` that a store would refuse.
pub(super) fn cover(document: &Document, cover: Option<&Cover>) -> Vec<Diagnostic> {
    let (Some(file), Some(cover)) = (&document.manifest.cover, cover) else { return Vec::new() };
    let name = file.path.as_str();
    let mut faults = faults(cover.bytes.len(), Some(&cover.raster), name);
    faults.extend(cover_size(&cover.raster, name));
    faults.into_iter().map(|fault| fault.at(file.span)).collect()
}

fn warning(message: String, hint: &str) -> Diagnostic {
    Diagnostic::warning(Code::Preflight, message).hint(hint)
}

fn cover_size(raster: &Raster, name: &str) -> Option<Diagnostic> {
    let (width, height) = raster.shown();
    let fault = if width.min(height) < limit::COVER {
        format!("the cover `{name}` has {width} by {height} pixels, too few for stores")
    } else if width >= height {
        format!("the cover `{name}` is wider than high")
    } else {
        return None;
    };
    Some(warning(fault, "make it 1600 by 2560 pixels"))
}

fn faults(bytes: usize, raster: Option<&Raster>, name: &str) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    if bytes > limit::BYTES {
        let message = format!("`{name}` has {}.{} MB, and Kobo takes 5", bytes / 1_000_000, bytes / 100_000 % 10);
        faults.push(warning(message, "save it with fewer pixels or as JPEG"));
    }
    let Some(raster) = raster else { return faults };
    let pixels = u64::from(raster.width) * u64::from(raster.height);
    if pixels > limit::PIXELS {
        let (millions, tenths) = (pixels / 1_000_000, pixels / 100_000 % 10);
        let message = format!("`{name}` has {millions}.{tenths} megapixels, and Apple takes 5.6");
        faults.push(warning(message, "300 pixels to the inch of its printed size are enough"));
    }
    if raster.colour == Colour::Cmyk {
        let message = format!("`{name}` is in CMYK, which many readers of e-books show wrongly or not at all");
        faults.push(warning(message, "save it in sRGB"));
    }
    if raster.orientation != Orientation::Upright {
        let message = format!("`{name}` is upright by its Exif data alone, at which some readers do not look");
        faults.push(warning(message, "turn it upright in a photo program and save it"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphics::ImageFormat;

    fn raster(width: u32, height: u32) -> Raster {
        let orientation = Orientation::Upright;
        Raster { format: ImageFormat::Jpeg, width, height, colour: Colour::Rgb, alpha: false, orientation }
    }

    #[track_caller]
    fn check(bytes: usize, raster: &Raster, expected: &[&str]) {
        let faults = faults(bytes, Some(raster), "a.jpg").into_iter();
        assert_eq!(faults.map(|fault| fault.message).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn images_over_the_limits_of_stores_are_named() {
        check(5_000_000, &raster(2000, 2800), &[]);
        check(5_250_000, &raster(2000, 2800), &["`a.jpg` has 5.2 MB, and Kobo takes 5"]);
        check(1, &raster(3000, 2000), &["`a.jpg` has 6.0 megapixels, and Apple takes 5.6"]);
    }

    #[test]
    fn colours_and_turns_that_readers_do_not_know_are_named() {
        let cmyk = Raster { colour: Colour::Cmyk, ..raster(9, 9) };
        check(1, &cmyk, &["`a.jpg` is in CMYK, which many readers of e-books show wrongly or not at all"]);
        let turned = Raster { orientation: Orientation::Left, ..raster(9, 9) };
        check(1, &turned, &["`a.jpg` is upright by its Exif data alone, at which some readers do not look"]);
    }

    #[test]
    fn a_cover_that_stores_refuse_is_named() {
        let check = |raster: Raster, expected: Option<&str>| {
            let fault = cover_size(&raster, "a.jpg");
            assert_eq!(fault.map(|fault| fault.message), expected.map(str::to_owned));
        };
        check(raster(1400, 2100), None);
        check(raster(1399, 2100), Some("the cover `a.jpg` has 1399 by 2100 pixels, too few for stores"));
        check(raster(2560, 1600), Some("the cover `a.jpg` is wider than high"));
        check(Raster { orientation: Orientation::Left, ..raster(2560, 1600) }, None);
    }
}

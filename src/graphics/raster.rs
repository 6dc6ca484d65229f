//! What a raster file is: kind, size, colour, and whether it is all there.
//!
//! Headers are read and checksums are compared; no pixel is decoded, so that an image bomb costs
//! nothing.

use super::Orientation;
use std::fmt;

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// Most pixels.
const MAX_PIXELS: u64 = 100_000_000;
/// The first bytes of every PNG.
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Formats that every output can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// Colour of the samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// One channel.
    Grey,
    /// Three.
    Rgb,
    /// Four, for print (inverted in most JPEG files that have it).
    Cmyk,
}

/// What a raster file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raster {
    /// Its format, by its content.
    pub format: ImageFormat,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Its colour.
    pub colour: Colour,
    /// Whether it has transparent parts.
    pub alpha: bool,
    /// How its samples are turned to be shown.
    pub orientation: Orientation,
}

impl Raster {
    /// Width and height in pixels as it is shown.
    #[must_use]
    pub fn shown(&self) -> (u32, u32) {
        if self.orientation.is_sideways() { (self.height, self.width) } else { (self.width, self.height) }
    }
}

/// Why a file is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFault {
    /// Neither PNG, JPEG nor SVG.
    UnknownFormat,
    /// Too many bytes or pixels.
    TooLarge,
    /// It ends early, or its header or checksum is wrong.
    Broken,
    /// A JPEG that is neither baseline nor progressive with eight bits a sample: PDF and EPUB do not
    /// promise to show it.
    Unsupported,
}

impl fmt::Display for ImageFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownFormat => "the file is neither PNG, JPEG nor SVG",
            Self::TooLarge => "the image has more than 64 MiB or 100 megapixels",
            Self::Broken => "the image is cut or broken",
            Self::Unsupported => "the image is a JPEG of a kind that few programs show",
        })
    }
}

/// What the file `bytes` is, by its content and not by its name.
///
/// # Errors
/// See [`ImageFault`].
pub fn inspect(bytes: &[u8]) -> Result<Raster, ImageFault> {
    if bytes.len() > MAX_BYTES {
        return Err(ImageFault::TooLarge);
    }
    let raster = if bytes.starts_with(PNG_SIGNATURE) {
        inspect_png(bytes)?
    } else if bytes.starts_with(&[0xFF, 0xD8]) {
        inspect_jpeg(bytes)?
    } else {
        return Err(ImageFault::UnknownFormat);
    };
    let pixels = u64::from(raster.width) * u64::from(raster.height);
    match pixels {
        0 => Err(ImageFault::Broken),
        n if n > MAX_PIXELS => Err(ImageFault::TooLarge),
        _ => Ok(raster),
    }
}

fn inspect_png(bytes: &[u8]) -> Result<Raster, ImageFault> {
    let decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    let reader = decoder.read_info().map_err(|_| ImageFault::Broken)?;
    let info = reader.info();
    let (colour, alpha) = match info.color_type {
        png::ColorType::Grayscale => (Colour::Grey, false),
        png::ColorType::GrayscaleAlpha => (Colour::Grey, true),
        png::ColorType::Rgb | png::ColorType::Indexed => (Colour::Rgb, false),
        png::ColorType::Rgba => (Colour::Rgb, true),
    };
    check_png_chunks(bytes)?;
    let alpha = alpha || info.trns.is_some();
    let orientation = Orientation::Upright;
    Ok(Raster { format: ImageFormat::Png, width: info.width, height: info.height, colour, alpha, orientation })
}

/// All chunks are there, with their checksums, from the header over some data to the end.
fn check_png_chunks(bytes: &[u8]) -> Result<(), ImageFault> {
    let mut rest = &bytes[PNG_SIGNATURE.len()..];
    let mut has_data = false;
    loop {
        let (length, tail) = rest.split_first_chunk::<4>().ok_or(ImageFault::Broken)?;
        let covered = usize::try_from(u32::from_be_bytes(*length)).ok().and_then(|n| n.checked_add(4));
        let (chunk, tail) = covered.and_then(|n| tail.split_at_checked(n)).ok_or(ImageFault::Broken)?;
        let (checksum, tail) = tail.split_first_chunk::<4>().ok_or(ImageFault::Broken)?;
        let mut sum = flate2::Crc::new();
        sum.update(chunk);
        if sum.sum() != u32::from_be_bytes(*checksum) {
            return Err(ImageFault::Broken);
        }
        match &chunk[..4] {
            b"IDAT" => has_data = true,
            b"IEND" if has_data => return Ok(()),
            b"IEND" => return Err(ImageFault::Broken),
            _ => {}
        }
        rest = tail;
    }
}

/// Markers of JPEG (ITU-T T.81, table B.1).
mod marker {
    /// Frames: baseline, extended, progressive; and those that PDF does not promise.
    pub const FRAMES: std::ops::RangeInclusive<u8> = 0xC0..=0xCF;
    /// Frames that every program shows.
    pub const USUAL_FRAMES: std::ops::RangeInclusive<u8> = 0xC0..=0xC2;
    /// Tables and extensions that have numbers among those of frames.
    pub const NO_FRAMES: [u8; 3] = [0xC4, 0xC8, 0xCC];
    /// The segment in which cameras write how they were held.
    pub const EXIF: u8 = 0xE1;
    /// Start of the samples.
    pub const SCAN: u8 = 0xDA;
    /// End of the image.
    pub const END: [u8; 2] = [0xFF, 0xD9];
}

fn inspect_jpeg(bytes: &[u8]) -> Result<Raster, ImageFault> {
    let mut rest = &bytes[2..];
    let (mut raster, mut orientation) = (None, None);
    loop {
        let [0xFF, kind, tail @ ..] = rest else { return Err(ImageFault::Broken) };
        if *kind == 0xFF {
            rest = &rest[1..];
            continue;
        }
        let (length, _) = tail.split_first_chunk::<2>().ok_or(ImageFault::Broken)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let segment = tail.get(2..length).ok_or(ImageFault::Broken)?;
        rest = &tail[length..];
        if marker::FRAMES.contains(kind) && !marker::NO_FRAMES.contains(kind) {
            raster = Some(jpeg_frame(*kind, segment)?);
        }
        if *kind == marker::EXIF {
            orientation = orientation.or_else(|| Orientation::of_segment(segment));
        }
        if *kind == marker::SCAN {
            let ends = rest.windows(2).rev().any(|pair| pair == marker::END);
            let raster = raster.filter(|_| ends).ok_or(ImageFault::Broken)?;
            return Ok(Raster { orientation: orientation.unwrap_or_default(), ..raster });
        }
    }
}

fn jpeg_frame(kind: u8, segment: &[u8]) -> Result<Raster, ImageFault> {
    let [precision, h1, h0, w1, w0, channels, ..] = segment else { return Err(ImageFault::Broken) };
    if *precision != 8 || !marker::USUAL_FRAMES.contains(&kind) {
        return Err(ImageFault::Unsupported);
    }
    let colour = match channels {
        1 => Colour::Grey,
        3 => Colour::Rgb,
        4 => Colour::Cmyk,
        _ => return Err(ImageFault::Broken),
    };
    Ok(Raster {
        format: ImageFormat::Jpeg,
        width: u32::from(u16::from_be_bytes([*w1, *w0])),
        height: u32::from(u16::from_be_bytes([*h1, *h0])),
        colour,
        alpha: false,
        orientation: Orientation::Upright,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphics::samples::{jpeg, jpeg_of, png, png_header};

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<(ImageFormat, u32, u32, Colour), ImageFault>) {
        let found = inspect(bytes).map(|raster| (raster.format, raster.width, raster.height, raster.colour));
        assert_eq!(found, expected);
    }

    #[test]
    fn size_and_colour_are_read_from_the_header() {
        check(&png(2, 3), Ok((ImageFormat::Png, 2, 3, Colour::Rgb)));
        check(&jpeg(640, 480, 1), Ok((ImageFormat::Jpeg, 640, 480, Colour::Grey)));
        check(&jpeg(640, 480, 3), Ok((ImageFormat::Jpeg, 640, 480, Colour::Rgb)));
        check(&jpeg(640, 480, 4), Ok((ImageFormat::Jpeg, 640, 480, Colour::Cmyk)));
    }

    #[test]
    fn an_image_cut_anywhere_is_broken() {
        for whole in [png(2, 3), jpeg(640, 480, 3)] {
            for length in 8..whole.len() {
                check(&whole[..length], Err(ImageFault::Broken));
            }
        }
    }

    #[test]
    fn a_wrong_checksum_is_found() {
        let whole = png(2, 3);
        for at in 8..whole.len() - 12 {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(inspect(&changed).is_err(), "byte {at}");
        }
    }

    #[test]
    fn an_image_bomb_is_refused_by_its_header() {
        check(&png_header(60_000, 60_000), Err(ImageFault::TooLarge));
        check(&jpeg(60_000, 60_000, 3), Err(ImageFault::TooLarge));
        check(&png_header(0, 3), Err(ImageFault::Broken));
        check(&jpeg(0, 3, 3), Err(ImageFault::Broken));
        check(&png_header(1, 100_000), Ok((ImageFormat::Png, 1, 100_000, Colour::Rgb)));
    }

    #[test]
    fn what_is_no_image_is_said_to_be_none() {
        for bytes in [&b""[..], b"text", b"GIF89a", b"<svg/>"] {
            check(bytes, Err(ImageFault::UnknownFormat));
        }
    }

    #[test]
    fn a_jpeg_that_few_programs_show_is_refused() {
        check(&jpeg_of(0xC2, 8, 640, 480, 3), Ok((ImageFormat::Jpeg, 640, 480, Colour::Rgb)));
        for (kind, precision) in [(0xC3, 8), (0xC9, 8), (0xC1, 12)] {
            check(&jpeg_of(kind, precision, 640, 480, 3), Err(ImageFault::Unsupported));
        }
    }

    #[test]
    fn a_thumbnail_in_the_metadata_is_not_the_image() {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1];
        let thumbnail = jpeg(160, 120, 3);
        bytes.extend(u16::try_from(thumbnail.len() + 2).expect("a short thumbnail").to_be_bytes());
        bytes.extend(thumbnail);
        bytes.extend(&jpeg(640, 480, 3)[2..]);
        check(&bytes, Ok((ImageFormat::Jpeg, 640, 480, Colour::Rgb)));
    }
}

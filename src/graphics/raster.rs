//! What a raster file is: kind, size, colour. Only headers are read, so that an image bomb costs
//! nothing.

use std::fmt;

/// Largest file, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// Most pixels.
const MAX_PIXELS: u64 = 100_000_000;

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
}

/// Why a file is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFault {
    /// Neither PNG nor JPEG.
    UnknownFormat,
    /// Too many bytes or pixels.
    TooLarge,
    /// It ends early, or its header or checksum is wrong.
    Broken,
}

impl fmt::Display for ImageFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownFormat => "the file is neither PNG nor JPEG",
            Self::TooLarge => "the image has more than 64 MiB or 100 megapixels",
            Self::Broken => "the image is cut or broken",
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
    let raster = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
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
    let whole = bytes.windows(4).rev().take(64).any(|window| window == b"IEND");
    if !whole {
        return Err(ImageFault::Broken);
    }
    let alpha = alpha || info.trns.is_some();
    Ok(Raster { format: ImageFormat::Png, width: info.width, height: info.height, colour, alpha })
}

fn inspect_jpeg(bytes: &[u8]) -> Result<Raster, ImageFault> {
    let mut rest = &bytes[2..];
    loop {
        let [0xFF, marker, tail @ ..] = rest else { return Err(ImageFault::Broken) };
        if *marker == 0xFF {
            rest = &rest[1..];
            continue;
        }
        let length = match tail {
            [high, low, ..] => usize::from(u16::from_be_bytes([*high, *low])),
            _ => return Err(ImageFault::Broken),
        };
        let segment = tail.get(2..length).ok_or(ImageFault::Broken)?;
        let start_of_frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
        if start_of_frame {
            let [_, h1, h0, w1, w0, channels, ..] = segment else { return Err(ImageFault::Broken) };
            let colour = match channels {
                1 => Colour::Grey,
                3 => Colour::Rgb,
                4 => Colour::Cmyk,
                _ => return Err(ImageFault::Broken),
            };
            return Ok(Raster {
                format: ImageFormat::Jpeg,
                width: u32::from(u16::from_be_bytes([*w1, *w0])),
                height: u32::from(u16::from_be_bytes([*h1, *h0])),
                colour,
                alpha: false,
            });
        }
        rest = &tail[length..];
    }
}

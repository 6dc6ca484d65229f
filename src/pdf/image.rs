//! Raster images as external objects: JPEG as it is, PNG as samples with a soft mask.

use super::Fault;
use super::compress::deflate;
use super::separate::{Separation, Separator, separate};
use crate::graphics::{Colour, ImageFormat, Orientation, Picture, Raster};
use crate::loader::Asset;
use crate::manifest::ImageInks;
use crate::source::BookPath;
use lopdf::{Object, dictionary};
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An image as the file has it.
pub(super) struct EmbeddedImage {
    /// The name in resources: `Im3`.
    pub resource: String,
    /// How its samples are turned to be shown.
    pub orientation: Orientation,
    /// Whether parts of it are transparent.
    pub transparent: bool,
    /// The SHA-256 of its file.
    pub hash: [u8; 32],
    /// Its file: bytes, and what their header says.
    source: (Arc<[u8]>, Raster),
    /// The object.
    pub object: XObject,
}

/// The samples of an image in the inks of a press.
pub(super) struct Separated {
    /// What its dictionary says of them.
    pub entries: Vec<(&'static str, Object)>,
    /// The samples, deflated.
    pub content: Vec<u8>,
}

impl EmbeddedImage {
    /// The image `path` in `inks`; none where it is in inks already and within their limit.
    pub(super) fn separated(
        &self,
        path: &BookPath,
        inks: ImageInks,
        separator: &Separator,
    ) -> Result<Option<Separated>, Fault> {
        let (bytes, raster) = &self.source;
        let broken = |fault| Fault::new(format!("the image {path} cannot be read: {fault}"));
        let Some(separation) = separate(raster, bytes, inks, separator).map_err(broken)? else { return Ok(None) };
        let Separation { size: (width, height), channels, samples } = separation;
        let space = if channels == 4 { "DeviceCMYK" } else { "DeviceGray" };
        let parameters = dictionary! {
            "Predictor" => 15, "Colors" => channels as i64, "BitsPerComponent" => 8, "Columns" => i64::from(width),
        };
        let entries = vec![
            ("Width", i64::from(width).into()),
            ("Height", i64::from(height).into()),
            ("BitsPerComponent", 8.into()),
            ("ColorSpace", space.into()),
            ("Filter", "FlateDecode".into()),
            ("DecodeParms", parameters.into()),
        ];
        // What the file said of inverted samples does not hold for these.
        let decode = (0..channels * 2).map(|index| Object::from((index % 2) as i64)).collect::<Vec<_>>();
        let entries = entries.into_iter().chain([("Decode", decode.into())]).collect();
        let content = deflate(&predicted(&samples, width as usize * channels, channels));
        Ok(Some(Separated { entries, content }))
    }
}

/// The image `path` of the book's assets as number `number` of the file.
pub(super) fn embed(number: usize, path: &BookPath, asset: &Asset) -> Result<EmbeddedImage, Fault> {
    let Picture::Raster(raster) = &asset.picture else {
        return Err(Fault::new(format!("the drawing {path} was placed as a raster image")));
    };
    let (stream, transparent) = match raster.format {
        ImageFormat::Jpeg => (jpeg(raster, &asset.bytes), false),
        ImageFormat::Png => {
            png(&asset.bytes).map_err(|fault| Fault::new(format!("the image {path} cannot be read: {fault}")))?
        }
    };
    let object = XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None });
    let resource = format!("Im{number}");
    let source = (Arc::clone(&asset.bytes), *raster);
    Ok(EmbeddedImage { resource, orientation: raster.orientation, transparent, hash: asset.hash, source, object })
}

fn name(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

/// The dictionary of an image of 8 bits a sample.
fn entries(width: u32, height: u32, space: &str, filter: &str) -> BTreeMap<String, DictItem> {
    BTreeMap::from([
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Image")),
        ("Width".to_owned(), DictItem::Int(i64::from(width))),
        ("Height".to_owned(), DictItem::Int(i64::from(height))),
        ("BitsPerComponent".to_owned(), DictItem::Int(8)),
        ("ColorSpace".to_owned(), name(space)),
        ("Filter".to_owned(), name(filter)),
    ])
}

/// The file itself. What Adobe's programs write in CMYK is inverted, and says so by a segment APP14.
fn jpeg(raster: &Raster, bytes: &[u8]) -> ExternalStream {
    let space = match raster.colour {
        Colour::Grey => "DeviceGray",
        Colour::Rgb => "DeviceRGB",
        Colour::Cmyk => "DeviceCMYK",
    };
    let mut dict = entries(raster.width, raster.height, space, "DCTDecode");
    if raster.colour == Colour::Cmyk && is_of_adobe(bytes) {
        let inverted = (0..8).map(|index| DictItem::Int((index + 1) % 2)).collect();
        dict.insert("Decode".to_owned(), DictItem::Array(inverted));
    }
    ExternalStream { dict, content: bytes.to_vec(), compress: false }
}

/// Whether a segment APP14 of Adobe stands before the first scan.
pub(super) fn is_of_adobe(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let [0xFF, marker, high, low, tail @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        match marker {
            0xEE if tail.starts_with(b"Adobe") => return true,
            0xDA => return false,
            _ => rest = tail.get(length.saturating_sub(2)..).unwrap_or_default(),
        }
    }
    false
}

/// The samples of a PNG file, and whether it is transparent somewhere.
fn png(bytes: &[u8]) -> Result<(ExternalStream, bool), png::DecodingError> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info()?;
    let mut samples = vec![0; reader.output_buffer_size().unwrap_or_default()];
    let info = reader.next_frame(&mut samples)?;
    samples.truncate(info.buffer_size());
    let channels = info.color_type.samples();
    let colours = if channels >= 3 { 3 } else { 1 };
    let alpha: Vec<u8> = if channels == colours { vec![] } else { pick(&samples, channels, colours..channels) };
    let samples = if channels == colours { samples } else { pick(&samples, channels, 0..colours) };
    let transparent = alpha.iter().any(|sample| *sample < 255);
    let mut stream = flate(info.width, info.height, colours, &samples);
    if transparent {
        let mask = flate(info.width, info.height, 1, &alpha);
        stream.dict.insert("SMask".to_owned(), DictItem::Stream { stream: mask });
    }
    Ok((stream, transparent))
}

/// The samples `wanted` of each pixel of `channels` samples.
fn pick(samples: &[u8], channels: usize, wanted: std::ops::Range<usize>) -> Vec<u8> {
    samples.chunks_exact(channels).flat_map(|pixel| &pixel[wanted.clone()]).copied().collect()
}

/// Deflated samples of `colours` channels, each row as its differences from the row above or, where
/// they are smaller, from the pixel to the left (PNG filters 2 and 1).
fn flate(width: u32, height: u32, colours: usize, samples: &[u8]) -> ExternalStream {
    let space = if colours == 3 { "DeviceRGB" } else { "DeviceGray" };
    let mut dict = entries(width, height, space, "FlateDecode");
    let parameters = [("Predictor", 15), ("Colors", colours as i64), ("BitsPerComponent", 8)]
        .into_iter()
        .chain([("Columns", i64::from(width))])
        .map(|(key, value)| (key.to_owned(), DictItem::Int(value)));
    dict.insert("DecodeParms".to_owned(), DictItem::Dict { map: parameters.collect() });
    let content = deflate(&predicted(samples, width as usize * colours, colours));
    ExternalStream { dict, content, compress: false }
}

fn predicted(samples: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(samples.len() + samples.len() / row.max(1) + 1);
    let blank = vec![0; row];
    let mut above: &[u8] = &blank;
    for line in samples.chunks_exact(row.max(1)) {
        let up = || line.iter().zip(above).map(|(here, above)| here.wrapping_sub(*above));
        let before = || std::iter::repeat_n(&0, pixel).chain(line);
        let left = || line.iter().zip(before()).map(|(here, left)| here.wrapping_sub(*left));
        if cost(up()) <= cost(left()) {
            out.push(2);
            out.extend(up());
        } else {
            out.push(1);
            out.extend(left());
        }
        above = line;
    }
    out
}

/// The sum of the differences as signed numbers: the measure that the PNG standard (12.7) advises.
fn cost(differences: impl Iterator<Item = u8>) -> u64 {
    differences.map(|difference| u64::from(difference.min(difference.wrapping_neg()))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_differences_from_above_or_from_the_left() {
        assert_eq!(predicted(&[9, 9, 9, 9, 9, 9], 3, 1), [1, 9, 0, 0, 2, 0, 0, 0]);
    }

    #[test]
    fn a_jpeg_of_adobe_is_known_by_its_segment() {
        let file = [&[0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xEE, 0, 14][..], b"Adobe\0\0\0\0\0\0\0"].concat();
        assert!(is_of_adobe(&file));
        assert!(!is_of_adobe(&file[..8]));
    }

    #[test]
    fn transparency_becomes_a_mask_and_full_opacity_none() {
        for (alpha, masked) in [(255, false), (128, true)] {
            let mut file = Vec::new();
            let mut encoder = png::Encoder::new(&mut file, 1, 2);
            encoder.set_color(png::ColorType::Rgba);
            let mut writer = encoder.write_header().expect("a header");
            writer.write_image_data(&[1, 2, 3, 255, 4, 5, 6, alpha]).expect("samples");
            writer.finish().expect("an end");
            let (stream, transparent) = png(&file).expect("an image");
            assert_eq!((transparent, stream.dict.contains_key("SMask")), (masked, masked));
        }
    }
}

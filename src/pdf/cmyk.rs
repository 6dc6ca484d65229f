//! JPEG files in process colours → their inks, to be measured.

use super::image::is_of_adobe;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// The inks of the pixels of the JPEG file `bytes`, row by row; none where it is broken or is not in
/// process colours.
pub(super) fn inks(bytes: &[u8]) -> Option<Vec<[u8; 4]>> {
    let mut headers = JpegDecoder::new(ZCursor::new(bytes));
    headers.decode_headers().ok()?;
    let space = headers.input_colorspace()?;
    if !matches!(space, ColorSpace::CMYK | ColorSpace::YCCK) {
        return None;
    }
    // Left as it is: only so does the decoder give four channels.
    let options = DecoderOptions::default().jpeg_set_out_colorspace(space);
    let samples = JpegDecoder::new_with_options(ZCursor::new(bytes), options).decode().ok()?;
    let (pixels, _) = samples.as_chunks::<4>();
    let inverted = is_of_adobe(bytes);
    let ink = |pixel: &[u8; 4]| {
        let pixel = if space == ColorSpace::YCCK { without_luma(*pixel) } else { *pixel };
        if inverted { pixel.map(|part| u8::MAX - part) } else { pixel }
    };
    Some(pixels.iter().map(ink).collect())
}

/// Cyan, magenta, yellow and black of a pixel in YCCK (ITU-T T.871, with the colours inverted), in whole
/// numbers of 16 bits behind the point.
fn without_luma([luma, blue, red, black]: [u8; 4]) -> [u8; 4] {
    let (luma, blue, red) = (i32::from(luma) << 16, i32::from(blue) - 128, i32::from(red) - 128);
    let part = |sum: i32| u8::MAX - u8::try_from(((sum + (1 << 15)) >> 16).clamp(0, 255)).unwrap_or(0);
    [part(luma + 91_881 * red), part(luma - 22_554 * blue - 46_802 * red), part(luma + 116_130 * blue), black]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inks_of_a_file_that_is_inverted_are_those_that_were_written() {
        let inks = inks(include_bytes!("tests/data/cmyk.jpg")).expect("inks");
        assert_eq!(inks.len(), 256);
        let near = |ink: [u8; 4], wanted: [u8; 4]| ink.iter().zip(wanted).all(|(one, other)| one.abs_diff(other) < 6);
        assert!(near(inks[0], [240, 220, 210, 230]) && near(inks[15], [20, 0, 60, 0]), "{:?} {:?}", inks[0], inks[15]);
    }

    #[test]
    fn grey_is_all_inks_alike_and_other_files_have_none() {
        assert_eq!(without_luma([255, 128, 128, 7]), [0, 0, 0, 7]);
        assert_eq!(without_luma([0, 128, 128, 7]), [255, 255, 255, 7]);
        assert_eq!(without_luma([76, 85, 255, 0]), [1, 255, 255, 0]);
        assert_eq!(inks(b"no file"), None);
    }
}

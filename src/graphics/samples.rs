//! Small images for tests.

use std::io::Write;

/// A PNG of `width` by `height` black pixels in RGB.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a size that PNG has");
    let pixels = vec![0; 3 * (width * height) as usize];
    writer.write_image_data(&pixels).expect("as many pixels as its size says");
    writer.finish().expect("memory");
    bytes
}

/// A PNG whose header says `width` by `height` pixels, with hardly any data.
pub(crate) fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut header = Vec::from(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    deflated.write_all(&[0]).expect("memory");
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", header), (b"IDAT", deflated.finish().expect("memory")), (b"IEND", vec![])] {
        bytes.extend(u32::try_from(data.len()).expect("short").to_be_bytes());
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(&data);
        bytes.extend(kind);
        bytes.extend(data);
        bytes.extend(sum.sum().to_be_bytes());
    }
    bytes
}

/// The markers of a baseline JPEG of eight bits, without meaningful samples.
pub(crate) fn jpeg(width: u16, height: u16, channels: u8) -> Vec<u8> {
    jpeg_of(0xC0, 8, width, height, channels)
}

/// The markers of a JPEG with the frame `kind` and samples of `precision` bits.
pub(crate) fn jpeg_of(kind: u8, precision: u8, width: u16, height: u16, channels: u8) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xFF, kind];
    bytes.extend((8 + 3 * u16::from(channels)).to_be_bytes());
    bytes.push(precision);
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.push(channels);
    bytes.extend(std::iter::repeat_n(0x11, 3 * usize::from(channels)));
    bytes.extend([0xFF, 0xDA, 0, 2, 0x12, 0x34, 0xFF, 0xD9]);
    bytes
}

//! Streams made small: one deflate for all of them.

use flate2::{Compress, Compression, FlushCompress, Status};

/// How hard deflate tries. Level 6 makes files 2 % smaller and the whole of the writing a tenth slower.
const LEVEL: u32 = 3;

/// Bytes of a stream from which on deflate is worth its while: what it gains on shorter ones goes for saying that it
/// was used, and half of the streams of a book are shorter.
const LEAST: usize = 300;

/// The bytes of a stream.
#[derive(Clone)]
pub(super) enum Packed {
    /// As they are.
    Plain(Vec<u8>),
    /// In the form that the filter `FlateDecode` reads.
    Deflated(Vec<u8>),
}

impl Packed {
    /// What stands in the file.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Plain(bytes) | Self::Deflated(bytes) => bytes,
        }
    }
}

/// A deflate that is used for many streams: making one anew costs as much as a short stream.
pub(super) struct Deflater(Compress);

impl Deflater {
    /// A deflate.
    pub(super) fn new() -> Self {
        Self(Compress::new(Compression::new(LEVEL), true))
    }

    /// `bytes` made small, where they are not already.
    pub(super) fn pack(&mut self, bytes: &[u8]) -> Packed {
        if bytes.len() < LEAST { Packed::Plain(bytes.to_vec()) } else { Packed::Deflated(self.deflate(bytes)) }
    }

    /// `bytes` in the form that the filter `FlateDecode` reads.
    pub(super) fn deflate(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.0.reset();
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let read = usize::try_from(self.0.total_in()).unwrap_or(bytes.len());
            let status = self.0.compress_vec(&bytes[read..], &mut out, FlushCompress::Finish);
            match status.expect("deflate takes any bytes") {
                Status::StreamEnd => return out,
                Status::Ok | Status::BufError => out.reserve(bytes.len() / 4 + 64),
            }
        }
    }
}

/// `bytes` in the form that the filter `FlateDecode` reads.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    Deflater::new().deflate(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deflate_used_again_gives_the_same_bytes() {
        let noise: Vec<u8> = (0..50_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let mut deflater = Deflater::new();
        for bytes in [&b""[..], b"abcabcabc", &noise, b"abcabcabc"] {
            assert_eq!(deflater.deflate(bytes), deflate(bytes));
        }
        assert_eq!(inflate(&deflate(&noise)), noise);
    }

    fn inflate(bytes: &[u8]) -> Vec<u8> {
        use std::io::Read;
        let mut out = Vec::new();
        flate2::read::ZlibDecoder::new(bytes).read_to_end(&mut out).expect("a whole stream");
        out
    }
}

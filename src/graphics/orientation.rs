//! How a camera was held: the orientation in the Exif data of a JPEG file.

/// How an image is turned to be shown (Exif 2.32, tag 0x0112). The names say where the first row and
/// the first column of the samples belong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Orientation {
    /// Top, left: as it is.
    #[default]
    Upright,
    /// Top, right: mirrored.
    Mirrored,
    /// Bottom, right: half a turn.
    HalfTurn,
    /// Bottom, left: upside down in a mirror.
    Flipped,
    /// Left, top: mirrored along the diagonal.
    Transposed,
    /// Right, top: a quarter turn to the right.
    Right,
    /// Right, bottom: mirrored along the other diagonal.
    Transverse,
    /// Left, bottom: a quarter turn to the left.
    Left,
}

impl Orientation {
    /// Whether width and height change places.
    #[must_use]
    pub fn is_sideways(self) -> bool {
        matches!(self, Self::Transposed | Self::Right | Self::Transverse | Self::Left)
    }

    /// Where the lower left corner of the samples, the way along their rows, and the way up their
    /// columns fall in the unit square of what is shown, y up: `[a, b, c, d, e, f]` of a matrix of
    /// PDF, which takes the samples as they are to how they are shown.
    #[must_use]
    pub fn matrix(self) -> [i64; 6] {
        match self {
            Self::Upright => [1, 0, 0, 1, 0, 0],
            Self::Mirrored => [-1, 0, 0, 1, 1, 0],
            Self::HalfTurn => [-1, 0, 0, -1, 1, 1],
            Self::Flipped => [1, 0, 0, -1, 0, 1],
            Self::Transposed => [0, -1, -1, 0, 1, 1],
            Self::Right => [0, -1, 1, 0, 0, 1],
            Self::Transverse => [0, 1, 1, 0, 0, 0],
            Self::Left => [0, 1, -1, 0, 1, 0],
        }
    }

    fn of_tag(value: u16) -> Self {
        match value {
            2 => Self::Mirrored,
            3 => Self::HalfTurn,
            4 => Self::Flipped,
            5 => Self::Transposed,
            6 => Self::Right,
            7 => Self::Transverse,
            8 => Self::Left,
            _ => Self::Upright,
        }
    }

    /// The orientation in the segment APP1 of a JPEG file; none if that is not of Exif.
    pub(super) fn of_segment(segment: &[u8]) -> Option<Self> {
        let tiff = segment.strip_prefix(b"Exif\0\0")?;
        let little = match tiff.get(..4)? {
            [b'I', b'I', 42, 0] => true,
            [b'M', b'M', 0, 42] => false,
            _ => return None,
        };
        let short = |at: usize| {
            let bytes = tiff.get(at..)?.first_chunk::<2>()?;
            Some(if little { u16::from_le_bytes(*bytes) } else { u16::from_be_bytes(*bytes) })
        };
        let (high, low) = if little { (6, 4) } else { (4, 6) };
        let directory = usize::from(short(high)?) << 16 | usize::from(short(low)?);
        let entries = usize::from(short(directory)?);
        let entry = (0..entries).map(|index| directory + 2 + index * 12).find(|at| short(*at) == Some(0x0112))?;
        Some(Self::of_tag(short(entry + 8)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(value: u16) -> Vec<u8> {
        let mut bytes = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x02".to_vec();
        bytes.extend(b"\x01\x00\0\x04\0\0\0\x01\0\0\0\0");
        bytes.extend(b"\x01\x12\0\x03\0\0\0\x01");
        bytes.extend(value.to_be_bytes());
        bytes.extend([0, 0, 0, 0, 0, 0]);
        bytes
    }

    #[test]
    fn the_orientation_of_a_photograph_is_read() {
        assert_eq!(Orientation::of_segment(&segment(6)), Some(Orientation::Right));
        assert_eq!(Orientation::of_segment(&segment(99)), Some(Orientation::Upright));
    }

    #[test]
    fn a_cut_or_foreign_segment_has_none() {
        let whole = segment(6);
        for length in 0..whole.len() {
            let found = Orientation::of_segment(&whole[..length]);
            assert!(found.is_none_or(|found| found == Orientation::Right), "{length}");
        }
        assert_eq!(Orientation::of_segment(b"http://ns.adobe.com/xap/1.0/\0"), None);
    }

    /// Where the corner of the first row and column is shown, in the unit square, y up.
    #[test]
    fn the_first_row_and_column_go_where_their_names_say() {
        let corner = |orientation: Orientation, x: i64, y: i64| {
            let [a, b, c, d, e, f] = orientation.matrix();
            (a * x + c * y + e, b * x + d * y + f)
        };
        // The first sample is stored at the upper left, the last of its row at the upper right.
        let ends = |orientation| (corner(orientation, 0, 1), corner(orientation, 1, 1));
        assert_eq!(ends(Orientation::Upright), ((0, 1), (1, 1)));
        assert_eq!(ends(Orientation::Mirrored), ((1, 1), (0, 1)));
        assert_eq!(ends(Orientation::HalfTurn), ((1, 0), (0, 0)));
        assert_eq!(ends(Orientation::Flipped), ((0, 0), (1, 0)));
        assert_eq!(ends(Orientation::Transposed), ((0, 1), (0, 0)));
        assert_eq!(ends(Orientation::Right), ((1, 1), (1, 0)));
        assert_eq!(ends(Orientation::Transverse), ((1, 0), (1, 1)));
        assert_eq!(ends(Orientation::Left), ((0, 0), (0, 1)));
    }
}

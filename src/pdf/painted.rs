//! Painted pages: operators made small once for both profiles, with the inks between them.
//!
//! The contents of a page may be several streams (ISO 32000-2, 7.8.2). Where a page has few inks it
//! is cut at them, and its pieces serve both profiles; each ink is a stream of its own, which the
//! pages of a file share. A page of many inks is written for each profile.

use super::Profile;
use super::compress::Deflater;
use super::content::{Content, InkUse};
use super::number::{write_decimal, write_millipoints};
use sha2::{Digest, Sha256};

/// Inks of a page up to which it is cut: a stream costs about 100 bytes.
const MOST_CUTS: usize = 8;

/// A page that needs nothing but the inks of a profile.
pub(super) struct PaintedPage {
    /// Its operators.
    pub operators: Operators,
    /// Whether something on it is transparent.
    pub transparent: bool,
    /// SHA-256 of what it shows.
    pub hash: [u8; 32],
}

/// The operators of a page.
pub(super) enum Operators {
    /// Cut at the inks.
    Cut(Vec<Piece>),
    /// Whole, not deflated, with the inks by place.
    Whole(Vec<u8>, Vec<(usize, InkUse)>),
}

/// A piece of a page that is cut at its inks.
pub(super) enum Piece {
    /// An ink from here on.
    Ink(InkUse),
    /// Deflated operators.
    Deflated(Vec<u8>),
}

/// Makes `content` ready for both profiles.
pub(super) fn painted(content: Content, deflater: &mut Deflater) -> PaintedPage {
    let Content { operators, inks, transparent } = content;
    let mut hash = Sha256::new();
    inks.iter().for_each(|(at, used)| hash.update(format!("{at}{used:?}")));
    let operators = if inks.len() > MOST_CUTS {
        hash.update(&operators);
        Operators::Whole(operators, inks)
    } else {
        Operators::Cut(cut(&operators, &inks, deflater, &mut hash))
    };
    PaintedPage { operators, transparent, hash: hash.finalize().into() }
}

fn cut(operators: &[u8], inks: &[(usize, InkUse)], deflater: &mut Deflater, hash: &mut Sha256) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(inks.len() * 2 + 1);
    let mut done = 0;
    let ends = inks.iter().map(|(at, used)| (*at, Some(*used))).chain([(operators.len(), None)]);
    for (end, ink) in ends {
        if end > done {
            let deflated = deflater.deflate(&operators[done..end]);
            hash.update(&deflated);
            pieces.push(Piece::Deflated(deflated));
        }
        pieces.extend(ink.map(Piece::Ink));
        done = end;
    }
    pieces
}

/// `operators` with `inks` in the colours of `profile`.
pub(super) fn with_inks(operators: &[u8], inks: &[(usize, InkUse)], profile: Profile) -> Vec<u8> {
    let mut out = Vec::with_capacity(operators.len() + inks.len() * 32);
    let mut done = 0;
    for (at, used) in inks {
        out.extend_from_slice(&operators[done..*at]);
        write_ink(&mut out, *used, profile);
        done = *at;
    }
    out.extend_from_slice(&operators[done..]);
    out
}

/// Writes the operators that set an ink.
pub(super) fn write_ink(out: &mut Vec<u8>, InkUse { ink, stroke }: InkUse, profile: Profile) {
    let operator: &[u8] = match profile {
        Profile::Print => {
            out.extend_from_slice(if ink.overprint { b"/Over gs " } else { b"/Knock gs " });
            ink.cmyk.iter().for_each(|part| write_millipoints(out, i64::from(*part)));
            if stroke { b"K\n" } else { b"k\n" }
        }
        Profile::Screen => {
            for part in ink.rgb {
                write_decimal(out, (i64::from(part) * 10_000 + 127) / 255, 4);
                out.push(b' ');
            }
            if stroke { b"RG\n" } else { b"rg\n" }
        }
    };
    out.extend_from_slice(operator);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Ink;

    fn written(ink: Ink, stroke: bool, profile: Profile) -> String {
        let mut out = Vec::new();
        write_ink(&mut out, InkUse { ink, stroke }, profile);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn text_is_on_the_black_plate_alone_and_overprints() {
        assert_eq!(written(Ink::BLACK, false, Profile::Print), "/Over gs 0 0 0 1 k\n");
        assert_eq!(written(Ink::GREY, true, Profile::Print), "/Knock gs 0 0 0 .6 K\n");
    }

    #[test]
    fn the_screen_has_rgb() {
        assert_eq!(written(Ink::BLACK, false, Profile::Screen), "0 0 0 rg\n");
        assert_eq!(written(Ink::ACCENT, true, Profile::Screen), ".0431 .3725 .4196 RG\n");
    }

    #[test]
    fn inks_go_before_the_operators_that_they_are_for() {
        let black = InkUse { ink: Ink::BLACK, stroke: false };
        let whole = with_inks(b"a b ", &[(0, black), (2, black)], Profile::Screen);
        assert_eq!(whole, b"0 0 0 rg\na 0 0 0 rg\nb ");
    }
}

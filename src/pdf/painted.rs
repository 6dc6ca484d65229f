//! Painted pages: operators made small once for both profiles, with the inks between them.
//!
//! The contents of a page may be several streams (ISO 32000-2, 7.8.2). Where a page has few inks it
//! is cut at them, and its pieces serve both profiles; each ink is a stream of its own, which the
//! pages of a file share. A page of many inks is written for each profile.

use super::Profile;
use super::compress::{Deflater, Packed};
use super::content::{Content, InkUse};
use super::number::{write_decimal, write_millipoints};
use super::tags::ElementId;
use crate::style::Ink;
use sha2::{Digest, Sha256};

/// Inks of a page up to which it is cut: a stream costs about 100 bytes.
const MOST_CUTS: usize = 8;

/// A page that needs nothing but the inks of a profile.
pub(super) struct PaintedPage {
    /// Its operators.
    pub operators: Operators,
    /// Whether something on it is transparent.
    pub transparent: bool,
    /// The elements of its marks, by their numbers.
    pub marks: Vec<ElementId>,
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
    /// Operators.
    Operators(Packed),
}

/// Makes `content` ready for both profiles.
pub(super) fn painted(content: Content, deflater: &mut Deflater) -> PaintedPage {
    let Content { operators, inks, transparent, marks } = content;
    let mut hash = Sha256::new();
    inks.iter().for_each(|(at, used)| hash.update(format!("{at}{used:?}")));
    let operators = if inks.len() > MOST_CUTS {
        hash.update(&operators);
        Operators::Whole(operators, inks)
    } else {
        Operators::Cut(cut(&operators, &inks, deflater, &mut hash))
    };
    PaintedPage { operators, transparent, marks, hash: hash.finalize().into() }
}

fn cut(operators: &[u8], inks: &[(usize, InkUse)], deflater: &mut Deflater, hash: &mut Sha256) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(inks.len() * 2 + 1);
    let mut done = 0;
    let ends = inks.iter().map(|(at, used)| (*at, Some(*used))).chain([(operators.len(), None)]);
    for (end, ink) in ends {
        if end > done {
            let packed = deflater.pack(&operators[done..end]);
            hash.update(packed.bytes());
            pieces.push(Piece::Operators(packed));
        }
        pieces.extend(ink.map(Piece::Ink));
        done = end;
    }
    pieces
}

/// The name in resources of the accent as a spot colour.
pub(super) const SPOT: &str = "Spot";

/// What inks become in a file.
#[derive(Clone, Copy)]
pub(super) struct Inks {
    /// The profile.
    pub profile: Profile,
    /// The ink that is a spot colour, with its tints.
    pub spot: Option<Ink>,
    /// Most ink on one place in print, in per cent.
    pub limit: u32,
}

/// `operators` with `uses` of inks in the colours of a file.
pub(super) fn with_inks(operators: &[u8], uses: &[(usize, InkUse)], inks: Inks) -> Vec<u8> {
    let mut out = Vec::with_capacity(operators.len() + uses.len() * 32);
    let mut done = 0;
    for (at, used) in uses {
        out.extend_from_slice(&operators[done..*at]);
        write_ink(&mut out, *used, inks);
        done = *at;
    }
    out.extend_from_slice(&operators[done..]);
    out
}

/// Writes the operators that set an ink.
pub(super) fn write_ink(out: &mut Vec<u8>, InkUse { ink, stroke }: InkUse, inks: Inks) {
    let operator: &[u8] = match inks.profile {
        Profile::Print => {
            out.extend_from_slice(if ink.overprint { b"/Over gs " } else { b"/Knock gs " });
            if let Some(tint) = inks.spot.and_then(|spot| tint(ink, spot)) {
                let space = if stroke { "CS" } else { "cs" };
                out.extend_from_slice(format!("/{SPOT} {space} ").as_bytes());
                write_millipoints(out, i64::from(tint));
                if stroke { b"SCN\n" } else { b"scn\n" }
            } else {
                within(ink.cmyk, inks.limit).iter().for_each(|part| write_millipoints(out, i64::from(*part)));
                if stroke { b"K\n" } else { b"k\n" }
            }
        }
        Profile::Screen | Profile::Proof => {
            for part in ink.rgb {
                write_decimal(out, (i64::from(part) * 10_000 + 127) / 255, 4);
                out.push(b' ');
            }
            if stroke { b"RG\n" } else { b"rg\n" }
        }
    };
    out.extend_from_slice(operator);
}

/// How much of `spot` is in `ink`, in thousandths, if it is a tint of it.
fn tint(ink: Ink, spot: Ink) -> Option<u16> {
    let (part, whole) = ink.cmyk.into_iter().zip(spot.cmyk).max_by_key(|(_, whole)| *whole)?;
    let tint = (u32::from(part) * 1000 + u32::from(whole) / 2).checked_div(u32::from(whole))?;
    let is_tint = ink
        .cmyk
        .into_iter()
        .zip(spot.cmyk)
        .all(|(part, whole)| (i64::from(part) * 1000 - i64::from(whole) * i64::from(tint)).abs() <= 1000);
    // What has no ink is paper, on every plate.
    u16::try_from(tint).ok().filter(|tint| is_tint && (1..=1000).contains(tint))
}

/// Process inks with no more than `limit` per cent in all: less of the colours, as much black.
fn within(cmyk: [u16; 4], limit: u32) -> [u16; 4] {
    let [cyan, magenta, yellow, black] = cmyk.map(u32::from);
    let (colours, room) = (cyan + magenta + yellow, (limit * 10).saturating_sub(black));
    if colours <= room {
        return cmyk;
    }
    let less = |part: u32| u16::try_from(part * room / colours).unwrap_or(0);
    [less(cyan), less(magenta), less(yellow), cmyk[3]]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inks(profile: Profile) -> Inks {
        Inks { profile, spot: None, limit: 240 }
    }

    fn written(ink: Ink, stroke: bool, profile: Profile) -> String {
        let mut out = Vec::new();
        write_ink(&mut out, InkUse { ink, stroke }, inks(profile));
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn text_is_on_the_black_plate_alone_and_overprints() {
        assert_eq!(written(Ink::BLACK, false, Profile::Print), "/Over gs 0 0 0 1 k\n");
        assert_eq!(written(Ink::GREY, true, Profile::Print), "/Knock gs 0 0 0 .6 K\n");
    }

    #[test]
    fn the_accent_and_its_tints_may_be_a_spot_colour_and_nothing_else() {
        let spot = |ink, stroke| {
            let mut out = Vec::new();
            let inks = Inks { profile: Profile::Print, spot: Some(Ink::ACCENT), limit: 240 };
            write_ink(&mut out, InkUse { ink, stroke }, inks);
            String::from_utf8(out).expect("ASCII")
        };
        assert_eq!(spot(Ink::ACCENT, false), "/Knock gs /Spot cs 1 scn\n");
        assert_eq!(spot(Ink::TINT, true), "/Knock gs /Spot CS .1 SCN\n");
        assert_eq!(spot(Ink::BLACK, false), "/Over gs 0 0 0 1 k\n");
        assert_eq!(spot(Ink { cmyk: [0; 4], ..Ink::GREY }, false), "/Knock gs 0 0 0 0 k\n");
    }

    #[test]
    fn no_ink_is_over_the_limit() {
        assert_eq!(within([1000, 1000, 1000, 1000], 240), [466, 466, 466, 1000]);
        assert_eq!(within([950, 150, 300, 400], 240), [950, 150, 300, 400]);
    }

    #[test]
    fn the_screen_has_rgb() {
        assert_eq!(written(Ink::BLACK, false, Profile::Screen), "0 0 0 rg\n");
        assert_eq!(written(Ink::ACCENT, true, Profile::Screen), ".0431 .3725 .4196 RG\n");
    }

    #[test]
    fn inks_go_before_the_operators_that_they_are_for() {
        let black = InkUse { ink: Ink::BLACK, stroke: false };
        let whole = with_inks(b"a b ", &[(0, black), (2, black)], inks(Profile::Screen));
        assert_eq!(whole, b"0 0 0 rg\na 0 0 0 rg\nb ");
    }
}

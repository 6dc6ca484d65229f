//! Numbers as a content stream has them, written without going through floats or strings.

use crate::geometry::Length;

/// Scaled points in one point.
const SCALED: i64 = 65_536;

/// `length` in thousandths of a point, to the nearest: the one place where a length is rounded.
///
/// A chain of lengths is rounded at its ends, never step by step, so that no error adds up; what a
/// line loses by it is given back by [`remainder`].
pub(super) fn millipoints(length: Length) -> i64 {
    (length.get() * 1000 + SCALED / 2).div_euclid(SCALED)
}

/// The scaled points that `written` thousandths of a point fall short of `length`.
pub(super) fn remainder(length: Length, written: i64) -> i64 {
    length.get() - written * SCALED / 1000
}

/// `scaled` points in ten-thousandths of an em that is `em` millionths of a point wide, to the nearest.
pub(super) fn of_em(scaled: i64, em: i64) -> i64 {
    let em = (em * SCALED).max(1);
    (scaled.saturating_mul(10_000_000_000) + em / 2).div_euclid(em)
}

/// The scaled points of `units` ten-thousandths of an em that is `em` millionths of a point wide.
pub(super) fn from_em(units: i64, em: i64) -> i64 {
    (units.saturating_mul(em * SCALED) + 5_000_000_000).div_euclid(10_000_000_000)
}

/// Writes `number` / 10^`places`, without zeros at its end.
pub(super) fn write_decimal(out: &mut Vec<u8>, number: i64, places: usize) {
    let mut digits = [b'0'; 24];
    let mut rest = number.unsigned_abs();
    let mut start = digits.len();
    let mut end = digits.len();
    let point = digits.len() - places;
    while rest > 0 || start > point {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    while end > point && digits[end - 1] == b'0' {
        end -= 1;
    }
    if number < 0 && start < end {
        out.push(b'-');
    }
    if start == point && end == point {
        out.push(b'0');
    }
    out.extend_from_slice(&digits[start.min(point)..point]);
    if end > point {
        out.push(b'.');
        out.extend_from_slice(&digits[point..end]);
    }
}

/// Writes thousandths of a point and a space.
pub(super) fn write_millipoints(out: &mut Vec<u8>, millipoints: i64) {
    write_decimal(out, millipoints, 3);
    out.push(b' ');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(number: i64, places: usize) -> String {
        let mut out = Vec::new();
        write_decimal(&mut out, number, places);
        String::from_utf8(out).expect("digits")
    }

    #[test]
    fn decimals_have_no_zeros_to_spare() {
        let cases = [(0, "0"), (1, ".001"), (-1, "-.001"), (1000, "1"), (-14_500, "-14.5"), (10_010, "10.01")];
        for (number, expected) in cases {
            assert_eq!(decimal(number, 3), expected);
        }
        assert_eq!(decimal(-250, 0), "-250");
        assert_eq!(decimal(0, 1), "0");
    }

    #[test]
    fn a_length_is_rounded_to_the_nearest_thousandth_of_a_point() {
        assert_eq!(millipoints(Length::pt(14)), 14_000);
        assert_eq!(millipoints(Length::micrometres(10_000)), 28_346);
        assert_eq!(millipoints(-Length::micrometres(10_000)), -28_346);
    }

    #[test]
    fn rounding_and_remainder_give_the_length_again() {
        let length = Length::scaled(1_857_713);
        let written = millipoints(length);
        assert!(remainder(length, written).abs() <= 33);
        assert_eq!(from_em(of_em(688_128, 10_500), 10_500), 688_128);
    }
}

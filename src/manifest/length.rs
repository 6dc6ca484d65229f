//! Lengths with units, such as `170mm`.

use super::schema::{At, Faults};
use crate::diag::Code;
use crate::geometry::Length;

/// Millionths in one unit: the smallest step that is read.
const MILLIONTHS: i128 = 1_000_000;
/// Longest length that is read, in points: three metres.
const LONGEST: i128 = 8_504;
/// Units with their size in points, as a fraction.
const UNITS: [(&str, i128, i128); 5] =
    [("mm", 720, 254), ("cm", 7200, 254), ("in", 72, 1), ("pt", 1, 1), ("pc", 12, 1)];

/// The length that `written` says; `key` names it in messages.
pub(super) fn read(written: &At<String>, key: &str, faults: &mut Faults) -> Option<Length> {
    parse(&written.value).or_else(|| {
        let message = format!("`{key}` is not a length");
        faults.error(
            written.span,
            Code::WrongValue,
            message,
            "write a number with its unit: mm, cm, in, pt or pc, such as \"170mm\"",
        )
    })
}

fn parse(written: &str) -> Option<Length> {
    let written = written.trim();
    let (number, points, parts) =
        UNITS.iter().find_map(|(unit, points, parts)| Some((written.strip_suffix(unit)?, *points, *parts)))?;
    let (whole, fraction) = number.trim_end().split_once('.').unwrap_or((number.trim_end(), "0"));
    let digits = |text: &str| (1..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let millionths: i128 = format!("{whole}{fraction:0<6}").parse().ok()?;
    let points_millionths = millionths * points / parts;
    if points_millionths > LONGEST * MILLIONTHS {
        return None;
    }
    let scaled = millionths * points * i128::from(Length::pt(1).get()) / (parts * MILLIONTHS);
    i64::try_from(scaled).ok().map(Length::scaled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_a_number_with_its_unit() {
        assert_eq!(parse("170mm"), Some(Length::micrometres(170_000)));
        assert_eq!(parse("17 cm"), Some(Length::micrometres(170_000)));
        assert_eq!(parse("10.5pt"), Some(Length::millipt(10_500)));
        assert_eq!(parse("6in"), Some(Length::pt(432)));
        assert_eq!(parse("1pc"), Some(Length::pt(12)));
        assert_eq!(parse("0pt"), Some(Length::ZERO));
    }

    #[test]
    fn anything_else_is_no_length() {
        for written in
            ["", "mm", "170", "-1mm", "1e3mm", "1,5mm", ".5mm", "1.mm", "NaNpt", "9999999mm", "5000mm", "1px"]
        {
            assert_eq!(parse(written), None, "{written}");
        }
    }
}

//! Dates and times of TOML as a day and as seconds since 1970.

use toml::value::{Datetime, Offset};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A day, and a time on it: midnight in Greenwich where none is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::manifest) struct Moment {
    /// The day as `2026-11-30`.
    pub day: String,
    /// Seconds since 1970 (UTC); negative before it.
    pub seconds: i64,
}

impl Moment {
    /// The moment `written`, if it has a day and a year from 1 on.
    pub fn new(written: Datetime) -> Option<Self> {
        let date = written.date.filter(|date| date.year >= 1)?;
        let time = written.time.map_or(0, |time| {
            i64::from(time.hour) * 3600 + i64::from(time.minute) * 60 + i64::from(time.second.unwrap_or(0))
        });
        let offset = match written.offset {
            Some(Offset::Custom { minutes }) => i64::from(minutes) * 60,
            Some(Offset::Z) | None => 0,
        };
        let days = days_since_1970(i64::from(date.year), i64::from(date.month), i64::from(date.day));
        let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        Some(Self { day, seconds: days * DAY + time - offset })
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar (Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", `days_from_civil`). Years start in March there, so that the leap day
/// is their last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(written: &str) -> Option<i64> {
        written.parse().ok().and_then(Moment::new).map(|moment| moment.seconds)
    }

    #[test]
    fn seconds_count_from_1970_in_greenwich() {
        assert_eq!(seconds("1970-01-01"), Some(0));
        assert_eq!(seconds("2026-11-30T00:00:00Z"), Some(1_795_996_800));
        assert_eq!(seconds("2026-11-30T02:00:00+02:00"), Some(1_795_996_800));
        assert_eq!(seconds("2000-03-01"), Some(951_868_800));
        assert_eq!(seconds("1969-12-31T23:59:59Z"), Some(-1));
    }

    #[test]
    fn a_moment_has_a_day_and_a_year() {
        assert_eq!(seconds("0000-01-01"), None);
        assert_eq!(seconds("12:00:00"), None);
        assert_eq!(seconds("2026-02-30"), None);
    }
}

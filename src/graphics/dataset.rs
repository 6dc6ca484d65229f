//! What a chart or a map shows: the data of its fence, checked.

use super::amount::Amount;

/// The data of a chart or a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dataset {
    /// A chart.
    Chart(Chart),
    /// A map.
    Map(Map),
}

impl Dataset {
    /// Calls `change` with each text that is shown or told.
    pub fn each_text(&mut self, mut change: impl FnMut(&mut String)) {
        let heading = match self {
            Self::Chart(chart) => &mut chart.heading,
            Self::Map(map) => &mut map.heading,
        };
        let Heading { title, unit, source, alternative, .. } = heading;
        [title, unit, source, alternative].into_iter().flatten().for_each(&mut change);
        match self {
            Self::Chart(chart) => {
                let names = chart.series.iter_mut().map(|series| &mut series.name);
                chart.labels.iter_mut().chain(names).for_each(change);
            }
            Self::Map(map) => map.points.iter_mut().map(|place| &mut place.name).for_each(change),
        }
    }
}

/// What stands around a drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// Its title.
    pub title: Option<String>,
    /// What its values count.
    pub unit: Option<String>,
    /// Where its data is from.
    pub source: Option<String>,
    /// What it shows, for those who do not see it.
    pub alternative: Option<String>,
    /// Its height in grid lines, where the author sets one.
    pub lines: Option<u32>,
}

/// Kinds of chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// A bar for each value.
    Bar,
    /// Bars of several series side by side.
    GroupedBar,
    /// Lines over time.
    Line,
    /// A dot for each value.
    Dot,
    /// From one time to another.
    Slope,
    /// Parts of a whole.
    Share,
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Its kind.
    pub kind: ChartKind,
    /// What stands around it.
    pub heading: Heading,
    /// Decimals of its values.
    pub decimals: u32,
    /// What each value of a series is for.
    pub labels: Vec<String>,
    /// One series or more, each with as many values as there are labels.
    pub series: Vec<Series>,
    /// Which labels are highlighted.
    pub highlighted: Vec<bool>,
    /// The whole of which a chart of shares shows parts.
    pub total: Amount,
}

/// Values that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its name; none if it is the only one.
    pub name: String,
    /// A value for each label, or a gap.
    pub values: Vec<Option<Value>>,
    /// Whether it is drawn in the accent.
    pub highlighted: bool,
}

/// A value of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// How much.
    pub amount: Amount,
    /// How well it is known.
    pub precision: Precision,
}

/// How well a value is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// As printed.
    Exact,
    /// About so much.
    About,
    /// More than so much.
    Over,
}

/// A map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map {
    /// What stands around it.
    pub heading: Heading,
    /// What part of the world it shows.
    pub area: Area,
    /// Its points.
    pub points: Vec<Place>,
}

/// A part of the world, in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Whether it is the whole world, which has a projection of its own.
    pub world: bool,
    /// Its western edge.
    pub west: i64,
    /// Its eastern edge.
    pub east: i64,
    /// Its southern edge.
    pub south: i64,
    /// Its northern edge.
    pub north: i64,
}

impl Area {
    /// The area between these whole degrees.
    #[must_use]
    pub const fn degrees(west: i64, east: i64, south: i64, north: i64) -> Self {
        const DEGREE: i64 = 1_000_000;
        Self { world: false, west: west * DEGREE, east: east * DEGREE, south: south * DEGREE, north: north * DEGREE }
    }

    /// The world without Antarctica.
    pub const WORLD: Self = Self { world: true, ..Self::degrees(-180, 180, -57, 84) };
}

/// Areas that have a name; the regions are those of UNESCO.
pub const AREAS: [(&str, Area); 6] = [
    ("world", Area::WORLD),
    ("Africa", Area::degrees(-20, 54, -36, 38)),
    ("Arab States", Area::degrees(-18, 61, -3, 39)),
    ("Asia and the Pacific", Area::degrees(60, 180, -48, 56)),
    ("Europe and North America", Area::degrees(-170, 62, 24, 76)),
    ("Latin America and the Caribbean", Area::degrees(-118, -33, -56, 34)),
];

/// A point of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Degrees north of the equator, in millionths.
    pub latitude: i64,
    /// Degrees east of Greenwich, in millionths.
    pub longitude: i64,
    /// Where its name stands, if the author says so.
    pub side: Option<Side>,
    /// Whether it is drawn in the accent.
    pub highlighted: bool,
}

/// Where a name stands beside its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// To the right.
    Right,
    /// To the left.
    Left,
    /// Above.
    Above,
    /// Below.
    Below,
}

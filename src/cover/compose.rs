//! Title, map and authors of a cover in their places.
//!
//! The land of the earth lies under everything in a paler accent and runs off all four edges; the
//! places of the book stand on it as points. All measures are parts of the width, so that the same
//! cover comes out in every size; only the height is free.

use crate::geometry::{Length, Point, Rect, Size};
use crate::graphics::{Anchor, Drawing, Segment, Shape, circle, ground};
use crate::language::{Direction, Language};
use crate::manifest::Manifest;
use crate::shaping::{PlacedRun, Shaper, place_text};
use crate::style::{Face, Family, Figures, Ink, TextStyle, Weight};

/// The ground.
const GROUND: Ink = Ink::ACCENT;
/// Land: the accent with a tenth of white.
const LAND: Ink = Ink { cmyk: [855, 135, 270, 360], rgb: [0x21, 0x6E, 0x79], overprint: false };
/// Title and points.
const LIGHT: Ink = Ink { cmyk: [0; 4], rgb: [255; 3], overprint: false };
/// The rest of the text.
const PALE: Ink = Ink::TINT;

/// Measures in thousandths of the width.
mod part {
    /// Margins at both sides.
    pub const MARGIN: i64 = 80;
    /// The head of the capitals of the title, from the top.
    pub const HEAD: i64 = 130;
    /// The last baseline, from the foot.
    pub const FOOT: i64 = 100;
    /// Sizes of the title, the largest that fits. The first fills the width with one long word.
    pub const TITLES: [i64; 11] = [150, 138, 126, 115, 105, 96, 84, 72, 62, 54, 46];
    /// Height that the title may have.
    pub const TITLE_HEIGHT: i64 = 490;
    /// Size of the subtitle.
    pub const SUBTITLE: i64 = 40;
    /// Lines that the subtitle may have.
    pub const SUBTITLE_LINES: usize = 4;
    /// Size of the authors' names.
    pub const AUTHOR: i64 = 30;
    /// Lines that the authors may have.
    pub const AUTHOR_LINES: usize = 3;
    /// Thickness of the rule between title and subtitle.
    pub const RULE: i64 = 2;
    /// Radius of a point.
    pub const POINT: i64 = 10;
    /// Ground around it.
    pub const HALO: i64 = 4;
}

/// The front of the cover of the book of `manifest` in `size`.
#[must_use]
pub fn compose(manifest: &Manifest, shaper: &Shaper, size: Size) -> Drawing {
    let metadata = &manifest.metadata;
    let mut composer = Composer { shaper, language: &metadata.language, size, shapes: Vec::new(), y: Length::ZERO };
    composer.area(Rect { origin: Point::default(), size }, GROUND);
    let places: Vec<(i32, i32)> = manifest.parts.iter().filter_map(|part| part.place.as_ref()?.location).collect();
    composer.map(&places);
    composer.title(&metadata.title, places.is_empty());
    if let Some(subtitle) = &metadata.subtitle {
        composer.subtitle(subtitle);
    }
    let authors = metadata.contributors.iter().filter(|person| person.is_creator());
    composer.authors(&authors.map(|person| person.name.as_str()).collect::<Vec<_>>().join(", "));
    Drawing { size, shapes: composer.shapes, alternative: metadata.title.clone() }
}

struct Composer<'a> {
    shaper: &'a Shaper,
    language: &'a Language,
    size: Size,
    shapes: Vec<Shape>,
    /// How far down the page is taken.
    y: Length,
}

impl Composer<'_> {
    /// So many thousandths of the width.
    fn part(&self, thousandths: i64) -> Length {
        self.size.width.scale(thousandths, 1000)
    }

    fn area(&mut self, area: Rect, ink: Ink) {
        let Size { width, height } = area.size;
        let corner = |x, y| area.origin + Point::new(x, y);
        let segments = vec![
            Segment::Move(area.origin),
            Segment::Line(corner(width, Length::ZERO)),
            Segment::Line(corner(width, height)),
            Segment::Line(corner(Length::ZERO, height)),
            Segment::Close,
        ];
        self.shapes.push(Shape::Path { segments, fill: Some(ink), stroke: None });
    }

    /// Land under everything, and `places` on it, below the title.
    fn map(&mut self, places: &[(i32, i32)]) {
        if places.is_empty() {
            return;
        }
        let Size { width, height } = self.size;
        let margin = self.part(part::MARGIN);
        let focus = Rect {
            origin: Point::new(margin, height.scale(53, 100)),
            size: Size::new(width - margin * 2, height.scale(33, 100)),
        };
        let (land, points) = ground(places, focus, Rect { origin: Point::default(), size: self.size });
        self.shapes.push(Shape::Path { segments: land, fill: Some(LAND), stroke: None });
        let (radius, halo) = (self.part(part::POINT), self.part(part::POINT + part::HALO));
        // All halos lie under all points: neighbours may touch.
        for (radius, ink) in [(halo, GROUND), (radius, LIGHT)] {
            let dots = points.iter().map(|centre| circle(*centre, radius));
            self.shapes.extend(dots.map(|segments| Shape::Path { segments, fill: Some(ink), stroke: None }));
        }
    }

    /// The title in the largest size that fits; `alone`, without a map, it stands lower.
    fn title(&mut self, title: &str, alone: bool) {
        let face = Face { family: Family::Display, weight: Weight::Regular, italic: false };
        let highest = self.part(part::TITLE_HEIGHT);
        let sizes = part::TITLES.map(|size| self.part(size));
        let set = |size: Length| {
            let style = self.style(face, size, LIGHT);
            (size, self.lines(title, style, usize::MAX))
        };
        let fits = |(size, lines): &(Length, Vec<SetLine>)| {
            let inside = lines.iter().all(|(_, width)| *width <= self.measure());
            inside && leading(*size) * lines.len() as i64 <= highest
        };
        let smallest = sizes[sizes.len() - 1];
        let (size, lines) = sizes.into_iter().map(set).find(fits).unwrap_or_else(|| {
            let most = usize::try_from(highest.get() / leading(smallest).get()).unwrap_or(1);
            (smallest, self.lines(title, self.style(face, smallest, LIGHT), most))
        });
        let head = if alone { self.size.height * 3 / 10 } else { self.part(part::HEAD) };
        self.y = head + size.scale(65, 100) - leading(size);
        self.put(lines, leading(size));
        self.y += size.scale(50, 100);
        let rule = Size::new(self.measure(), self.part(part::RULE));
        self.area(Rect { origin: Point::new(self.part(part::MARGIN), self.y), size: rule }, PALE);
    }

    fn subtitle(&mut self, subtitle: &str) {
        let face = Face { family: Family::Display, weight: Weight::Regular, italic: true };
        let size = self.part(part::SUBTITLE);
        let lines = self.lines(subtitle, self.style(face, size, PALE), part::SUBTITLE_LINES);
        self.y += size * 3 / 10;
        self.put(lines, size.scale(135, 100));
    }

    /// The authors, so that their last line stands at the foot.
    fn authors(&mut self, authors: &str) {
        let face = Face { family: Family::Sans, weight: Weight::Semibold, italic: false };
        let size = self.part(part::AUTHOR);
        let lines = self.lines(authors, self.style(face, size, PALE), part::AUTHOR_LINES);
        let leading = size.scale(140, 100);
        self.y = self.size.height - self.part(part::FOOT) - leading * lines.len() as i64;
        self.put(lines, leading);
    }

    fn style(&self, face: Face, size: Length, ink: Ink) -> TextStyle {
        TextStyle { face, size, figures: Figures::Lining, small_caps: false, ink }
    }

    fn measure(&self) -> Length {
        self.size.width - self.part(part::MARGIN) * 2
    }

    /// Writes `lines` below what is there.
    fn put(&mut self, lines: Vec<SetLine>, leading: Length) {
        for (runs, width) in lines {
            self.y += leading;
            let margin = self.part(part::MARGIN);
            let x = match self.language.direction() {
                Direction::LeftToRight => margin,
                Direction::RightToLeft => self.size.width - margin - width,
            };
            self.shapes.push(Shape::Text { origin: Point::new(x, self.y), runs, anchor: Anchor::Start });
        }
    }

    /// `text` in lines of the measure, as many as there is room for; what is left over is said by an
    /// ellipsis.
    fn lines(&self, text: &str, style: TextStyle, most: usize) -> Vec<SetLine> {
        let set = |text: &str| place_text(self.shaper, text, style, self.language);
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match longer.filter(|longer| set(longer).1 <= self.measure()) {
                Some(longer) => {
                    lines.pop();
                    lines.push(longer);
                }
                None if lines.len() < most => lines.push(word.to_owned()),
                None => {
                    lines.iter_mut().last().into_iter().for_each(|line| line.push('…'));
                    break;
                }
            }
        }
        lines.iter().map(|line| set(line)).collect()
    }
}

/// Runs of a line and their width.
type SetLine = (Vec<PlacedRun>, Length);

/// The leading of a title: 48 for 44 points, as on every cover of the design.
fn leading(size: Length) -> Length {
    size.scale(48, 44)
}

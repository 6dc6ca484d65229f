//! The drawn cover: what stands on it, and that it is always the same.

use super::*;
use crate::fonts::FontSet;
use crate::geometry::Point;
use crate::graphics::{Drawing, Shape, inspect};
use crate::manifest::FontChoice;
use crate::source::{BookPath, Source, SourceId};

fn shaper() -> Shaper {
    Shaper::new(Arc::new(FontSet::builtin(&FontChoice::default()).0))
}

/// A book of one chapter for each of `places`.
fn book(title: &str, places: &[(f64, f64)]) -> Manifest {
    let mut text = format!("[book]\ntitle = \"{title}\"\nlanguage = \"en\"\nauthors = [\"Ada Example\"]\n");
    for (number, (latitude, longitude)) in places.iter().enumerate() {
        let location = format!("location = {{ latitude = {latitude:?}, longitude = {longitude:?} }}");
        text.push_str(&format!("[[city]]\nname = \"A\"\n{location}\nchapters = [\"{number}.md\"]\n"));
    }
    if places.is_empty() {
        text.insert_str(0, "chapters = [\"a.md\"]\n");
    }
    let path = BookPath::new("book.toml").expect("a plain path");
    let (manifest, faults) = crate::manifest::read(&Source { id: SourceId(0), path, text: text.into() }, None);
    assert!(faults.is_empty(), "{faults:?}");
    manifest.expect("a manifest")
}

fn composed(title: &str, places: &[(f64, f64)]) -> Drawing {
    compose(&book(title, places), &shaper(), Size::new(Length::pt(1600), Length::pt(2560)))
}

/// The texts of a drawing with the start of each baseline.
fn texts(drawing: &Drawing) -> Vec<(String, Point)> {
    let text = |shape: &Shape| match shape {
        Shape::Text { origin, runs, .. } => {
            let words = runs.iter().map(|run| format!("{}{}", if run.space_before { " " } else { "" }, run.run.text));
            Some((words.collect(), *origin))
        }
        _ => None,
    };
    drawing.shapes.iter().filter_map(text).collect()
}

#[test]
fn the_cover_is_a_jpeg_of_the_size_that_stores_ask_for_and_the_same_each_time() {
    let book = book("Twelve Learning Cities", &[(39.9, 116.4), (-23.5, -47.4)]);
    let cover = draw(&book, &shaper());
    assert_eq!(inspect(&cover.bytes), Ok(cover.raster));
    assert_eq!((cover.raster.width, cover.raster.height), (1600, 2560));
    assert!(cover.bytes.len() < 1_000_000, "{} bytes", cover.bytes.len());
    assert_eq!(draw(&book, &shaper()).bytes, cover.bytes);
}

#[test]
fn title_and_authors_stand_within_the_margins() {
    for title in ["Cities", "Twelve Learning Cities", &"A Rather Longer Title of Things ".repeat(30)] {
        let texts = texts(&composed(title, &[(39.9, 116.4)]));
        let (authors, at) = texts.last().expect("authors");
        assert_eq!((authors.as_str(), at.y.to_points().round()), ("Ada Example", 2400.0));
        let title: Vec<_> = texts[..texts.len() - 1].iter().map(|(text, _)| text.as_str()).collect();
        assert!(title.len() <= 9 && title[0].starts_with(['A', 'C', 'T']), "{title:?}");
        assert!(texts.iter().all(|(_, at)| at.x == Length::pt(128) && at.y > Length::pt(200)));
    }
}

#[test]
fn a_title_without_end_is_cut_with_an_ellipsis() {
    let texts = texts(&composed(&"words ".repeat(2_000), &[]));
    assert!(texts[texts.len() - 2].0.ends_with("words…"), "{texts:?}");
}

/// Centres of the points of a cover, by their white circles.
fn points(drawing: &Drawing) -> Vec<(f64, f64)> {
    let white = |shape: &&Shape| matches!(shape, Shape::Path { fill: Some(ink), .. } if ink.rgb == [255; 3]);
    let centre = |shape: &Shape| {
        let Shape::Path { segments, .. } = shape else { panic!("a circle") };
        let points: Vec<Point> = segments.iter().flat_map(|segment| segment.points()).collect();
        let middle = |of: fn(&Point) -> Length| {
            let (low, high) = (points.iter().map(of).min(), points.iter().map(of).max());
            ((low.expect("a point") + high.expect("a point")) / 2).to_points()
        };
        (middle(|at| at.x), middle(|at| at.y))
    };
    drawing.shapes.iter().filter(white).map(centre).collect()
}

#[test]
fn places_lie_where_they_are_on_the_earth() {
    let found = points(&composed("Places", &[(39.9, 116.4), (-23.5, -47.4), (51.9, -8.5)]));
    let [beijing, sorocaba, cork] = found[..] else { panic!("{found:?}") };
    assert!(beijing.0 > cork.0 && cork.0 > sorocaba.0, "{found:?}");
    assert!(cork.1 < beijing.1 && beijing.1 < sorocaba.1, "{found:?}");
    let (east, west) = (beijing.0 - cork.0, cork.0 - sorocaba.0);
    assert!(((east / west) - (116.4 + 8.5) / (47.4 - 8.5)).abs() < 0.01, "{found:?}");
    assert!(found.iter().all(|(x, y)| (100.0..1500.0).contains(x) && (1200.0..2300.0).contains(y)), "{found:?}");
}

#[test]
fn one_place_and_none_make_a_cover_too() {
    assert_eq!(points(&composed("One", &[(60.2, 24.7)])).len(), 1);
    assert_eq!(points(&composed("None", &[])).len(), 0);
    assert_eq!(points(&composed("Poles", &[(90.0, 180.0), (-90.0, -180.0)])).len(), 2);
}

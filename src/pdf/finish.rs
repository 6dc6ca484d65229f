//! The frame and the pages → a whole file.

use super::compress::deflate;
use super::content::InkUse;
use super::navigation::{Places, labels, links, outline, real};
use super::number::{millipoints, write_millipoints};
use super::painted::{Operators, PaintedPage, Piece, with_inks, write_ink};
use super::plan::Plan;
use super::{Fault, Profile};
use crate::geometry::{Length, PageGeometry};
use crate::manifest::Metadata;
use chrono::{DateTime, Datelike, Timelike};
use lopdf::{Dictionary, Document as File, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Objects of one object stream.
const OBJECTS_PER_STREAM: usize = 200;

/// The file of `profile`.
///
/// # Errors
/// The frame is broken: a defect of the program.
pub fn write(plan: &Plan<'_>, profile: Profile) -> Result<Vec<u8>, Fault> {
    let mut file = plan.frame.document.clone();
    file.version = match profile {
        Profile::Print => "1.6".to_owned(),
        Profile::Screen => "1.7".to_owned(),
    };
    let broken = |fault: lopdf::Error| Fault::new(format!("the file cannot be finished: {fault}"));
    let pages = Pages::add(plan, profile, &mut file);
    let tree = dictionary! {
        "Type" => "Pages",
        "Count" => pages.len() as i64,
        "Kids" => pages.iter().map(|id| Object::Reference(*id)).collect::<Vec<_>>(),
    };
    file.objects.insert(plan.frame.pages, tree.into());
    if profile == Profile::Screen {
        add_navigation(plan, &pages, &mut file).map_err(broken)?;
    }
    finish_catalog(plan, profile, &mut file).map_err(broken)?;
    finish_trailer(plan, &identifier(plan, profile), &mut file);
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(OBJECTS_PER_STREAM)
        .compression_level(6)
        .build();
    let mut bytes = Vec::new();
    file.save_with_options(&mut bytes, options).map_err(|fault| broken(fault.into()))?;
    Ok(bytes)
}

/// A hash of all that the file shows and says of itself.
fn identifier(plan: &Plan<'_>, profile: Profile) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update([profile as u8]);
    plan.pages.iter().for_each(|page| hash.update(page.hash));
    plan.words.images.values().for_each(|image| hash.update(image.hash));
    plan.words.subsets.values().for_each(|subset| hash.update(subset.name.as_bytes()));
    hash.update(format!("{:?}", plan.document.manifest.metadata).as_bytes());
    hash.finalize()[..16].to_vec()
}

/// The pages on their way into a file.
struct Pages<'a> {
    profile: Profile,
    file: &'a mut File,
    /// What every page is drawn within, before its own operators.
    start: Option<ObjectId>,
    /// The streams that set inks.
    inks: BTreeMap<InkUse, ObjectId>,
}

impl Pages<'_> {
    /// Adds all pages of `plan` to `file`.
    fn add(plan: &Plan<'_>, profile: Profile, file: &mut File) -> Vec<ObjectId> {
        let geometry = &plan.edition.geometry;
        let mut resources = plan.frame.resources.clone();
        if profile == Profile::Print {
            resources.set("ExtGState", dictionary! { "Over" => overprint(true), "Knock" => overprint(false) });
        }
        let mut page = boxes(geometry, profile);
        page.set("Type", "Page");
        page.set("Parent", plan.frame.pages);
        page.set("Resources", file.add_object(resources));
        let start = origin(geometry, profile).map(|bytes| file.add_object(plain(bytes)));
        let mut pages = Pages { profile, file, start, inks: BTreeMap::new() };
        let whole: Vec<Option<Vec<u8>>> = plan.pages.par_iter().map(|painted| whole_stream(painted, profile)).collect();
        let add = |(painted, whole)| pages.add_page(page.clone(), painted, whole);
        plan.pages.iter().zip(whole).map(add).collect()
    }

    fn add_page(&mut self, mut page: Dictionary, painted: &PaintedPage, whole: Option<Vec<u8>>) -> ObjectId {
        let mut contents: Vec<Object> = self.start.into_iter().map(Object::Reference).collect();
        match (&painted.operators, whole) {
            (_, Some(stream)) => contents.push(self.file.add_object(deflated(stream)).into()),
            (Operators::Cut(pieces), None) => contents.extend(pieces.iter().map(|piece| self.piece(piece))),
            (Operators::Whole(..), None) => {}
        }
        page.set("Contents", contents);
        if painted.transparent {
            page.set("Group", group(self.profile));
        }
        self.file.add_object(page)
    }

    fn piece(&mut self, piece: &Piece) -> Object {
        match piece {
            Piece::Deflated(bytes) => self.file.add_object(deflated(bytes.clone())).into(),
            Piece::Ink(used) => {
                let (file, profile) = (&mut *self.file, self.profile);
                let stream = || {
                    let mut bytes = Vec::new();
                    write_ink(&mut bytes, *used, profile);
                    file.add_object(plain(bytes))
                };
                (*self.inks.entry(*used).or_insert_with(stream)).into()
            }
        }
    }
}

/// The stream of a page that is not cut at its inks.
fn whole_stream(painted: &PaintedPage, profile: Profile) -> Option<Vec<u8>> {
    match &painted.operators {
        Operators::Whole(operators, inks) => Some(deflate(&with_inks(operators, inks, profile))),
        Operators::Cut(_) => None,
    }
}

fn plain(bytes: Vec<u8>) -> Stream {
    Stream::new(Dictionary::new(), bytes).with_compression(false)
}

fn deflated(bytes: Vec<u8>) -> Stream {
    Stream::new(dictionary! { "Filter" => "FlateDecode" }, bytes)
}

/// The operator that puts the origin into the lower left corner of the trim.
fn origin(geometry: &PageGeometry, profile: Profile) -> Option<Vec<u8>> {
    let bleed = millipoints(bleed(geometry, profile));
    let mut bytes = b"1 0 0 1 ".to_vec();
    write_millipoints(&mut bytes, bleed);
    write_millipoints(&mut bytes, bleed);
    bytes.extend_from_slice(b"cm\n");
    (bleed != 0).then_some(bytes)
}

/// How far the bleed of `profile` runs over the trim.
fn bleed(geometry: &PageGeometry, profile: Profile) -> Length {
    match profile {
        Profile::Print => geometry.bleed,
        Profile::Screen => Length::ZERO,
    }
}

/// Whether inks print over one another; a part of 0 leaves what is under it (mode 1).
fn overprint(on: bool) -> Dictionary {
    dictionary! { "Type" => "ExtGState", "OP" => on, "op" => on, "OPM" => i64::from(on) }
}

/// The colours in which transparent parts are mixed.
fn group(profile: Profile) -> Dictionary {
    let space = match profile {
        Profile::Print => "DeviceCMYK",
        Profile::Screen => "DeviceRGB",
    };
    dictionary! { "Type" => "Group", "S" => "Transparency", "CS" => space }
}

/// The boxes of a page, by name.
fn boxes(geometry: &PageGeometry, profile: Profile) -> Dictionary {
    let bleed = bleed(geometry, profile);
    let trim = geometry.trim;
    let media = rectangle([Length::ZERO, Length::ZERO, trim.width + bleed * 2, trim.height + bleed * 2]);
    let trim = rectangle([bleed, bleed, bleed + trim.width, bleed + trim.height]);
    match profile {
        Profile::Print => {
            dictionary! { "MediaBox" => media.clone(), "CropBox" => media.clone(), "BleedBox" => media, "TrimBox" => trim }
        }
        Profile::Screen => dictionary! { "MediaBox" => media },
    }
}

fn rectangle(corners: [Length; 4]) -> Vec<Object> {
    corners.map(real).to_vec()
}

fn add_navigation(plan: &Plan<'_>, pages: &[ObjectId], file: &mut File) -> Result<(), lopdf::Error> {
    let places = Places::new(plan.edition, plan.document, pages);
    for (number, page) in pages.iter().enumerate() {
        let links = links(&places, number, file);
        if !links.is_empty() {
            file.get_dictionary_mut(*page)?.set("Annots", links);
        }
    }
    if let Some(outline) = outline(&places, file) {
        let catalog = file.catalog_mut()?;
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    Ok(())
}

fn finish_catalog(plan: &Plan<'_>, profile: Profile, file: &mut File) -> Result<(), lopdf::Error> {
    let language = plan.document.manifest.metadata.language.as_str();
    let layout = match profile {
        Profile::Print => "TwoPageRight",
        Profile::Screen => "SinglePage",
    };
    let catalog = file.catalog_mut()?;
    catalog.set("Lang", Object::string_literal(language));
    catalog.set("PageLayout", layout);
    catalog.set("PageLabels", labels(plan.edition));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    Ok(())
}

fn finish_trailer(plan: &Plan<'_>, identifier: &[u8], file: &mut File) {
    if let Some(Object::Reference(old)) = file.trailer.remove(b"Info") {
        file.objects.remove(&old);
    }
    let information = file.add_object(information(&plan.document.manifest.metadata));
    file.trailer.set("Info", information);
    let identifier = Object::String(identifier.to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![identifier.clone(), identifier]);
}

/// What the file says of itself.
fn information(metadata: &Metadata) -> Dictionary {
    let authors: Vec<&str> =
        metadata.contributors.iter().filter(|person| person.role == "aut").map(|person| person.name.as_str()).collect();
    let program = concat!("make-book ", env!("CARGO_PKG_VERSION"));
    let mut information = dictionary! {
        "Title" => text_string(&metadata.title),
        "Creator" => text_string(program),
        "Producer" => text_string(program),
        "Trapped" => "False",
    };
    if !authors.is_empty() {
        information.set("Author", text_string(&authors.join(", ")));
    }
    if let Some(description) = &metadata.description {
        information.set("Subject", text_string(description));
    }
    if !metadata.subjects.is_empty() {
        information.set("Keywords", text_string(&metadata.subjects.join(", ")));
    }
    if let Some(date) = date(metadata.modified) {
        information.set("CreationDate", Object::string_literal(date.as_str()));
        information.set("ModDate", Object::string_literal(date));
    }
    information
}

/// `seconds` since 1970 as a date of the format; none where no time is known.
fn date(seconds: i64) -> Option<String> {
    let time = DateTime::from_timestamp(seconds, 0).filter(|_| seconds != 0)?;
    let day = format!("D:{:04}{:02}{:02}", time.year(), time.month(), time.day());
    Some(format!("{day}{:02}{:02}{:02}Z", time.hour(), time.minute(), time.second()))
}

/// A text of a dictionary: as it is where it is ASCII, else as UTF-16.
pub(super) fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_that_of_the_manifest_and_never_the_clock() {
        assert_eq!(date(1_796_083_200).as_deref(), Some("D:20261201000000Z"));
        assert_eq!(date(0), None);
    }

    #[test]
    fn a_text_outside_ascii_is_utf16() {
        assert_eq!(text_string("a"), Object::string_literal("a"));
        let expected = Object::String(vec![0xFE, 0xFF, 0, 0xE9], StringFormat::Hexadecimal);
        assert_eq!(text_string("é"), expected);
    }
}

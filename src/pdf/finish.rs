//! The frame and the pages → a whole file.

use super::boxes::Sheet;
use super::compress::{Deflater, Packed};
use super::content::InkUse;
use super::image::Separated;
use super::intent::{self, PressProfile};
use super::metadata::Facts;
use super::navigation::{Places, destinations, labels, links, outline};
use super::painted::{Inks, Operators, PaintedPage, Piece, SPOT, with_inks, write_ink};
use super::plan::Plan;
use super::save::Save;
use super::separate::Separator;
use super::tags::Structure;
use super::{Fault, Profile};
use lopdf::{Dictionary, Document as File, Object, ObjectId, Stream, StringFormat, dictionary};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The file of `profile`.
///
/// # Errors
/// The frame is broken: a defect of the program.
pub fn write(plan: &Plan<'_>, profile: Profile) -> Result<Vec<u8>, Fault> {
    let mut file = plan.frame.document.clone();
    file.version = match profile {
        Profile::Print => "1.6".to_owned(),
        Profile::Screen | Profile::Proof => "1.7".to_owned(),
    };
    let broken = |fault: lopdf::Error| Fault::new(format!("the file cannot be finished: {fault}"));
    let (pages, contents) = Pages::add(plan, profile, &mut file);
    let tree = dictionary! {
        "Type" => "Pages",
        "Count" => pages.len() as i64,
        "Kids" => pages.iter().map(|id| Object::Reference(*id)).collect::<Vec<_>>(),
    };
    file.objects.insert(plan.frame.pages, tree.into());
    let structure = match profile {
        Profile::Screen | Profile::Proof => Some(add_navigation(plan, &pages, &mut file).map_err(broken)?),
        Profile::Print => {
            separate_images(plan, &mut file)?;
            None
        }
    };
    let facts = Facts::new(&plan.document.manifest.metadata, profile, plan.claims(profile));
    let identifier = identifier(plan, profile);
    let packet =
        Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, facts.packet(&identifier).into());
    let packet = file.add_object(packet.with_compression(false));
    finish_catalog(plan, profile, packet, &mut file).map_err(broken)?;
    finish_trailer(facts.information(), &identifier, &mut file);
    let mut save = Save::new(&file.version, file.max_id, contents.iter().map(|(_, stream)| stream.bytes().len()).sum());
    file.objects.iter().for_each(|(id, object)| save.add(*id, object));
    contents.iter().for_each(|(id, stream)| save.add_packed(*id, stream));
    structure.iter().for_each(|structure| structure.save(&mut save));
    Ok(save.finish(&file.trailer))
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

/// The name in resources of the colour that is on all plates.
const ALL_PLATES: &str = "All";

/// What pages show: kept out of the file until it is saved.
type Contents<'a> = Vec<(ObjectId, Cow<'a, Packed>)>;

/// The pages on their way into a file.
struct Pages<'a, 'f> {
    inks: Inks,
    file: &'f mut File,
    contents: Contents<'a>,
    /// What every page is drawn within, before its own operators.
    start: Option<ObjectId>,
    /// The streams that set inks.
    streams: BTreeMap<InkUse, ObjectId>,
}

impl<'a> Pages<'a, '_> {
    /// Adds all pages of `plan` to `file`, but for what they show.
    fn add(plan: &'a Plan<'_>, profile: Profile, file: &mut File) -> (Vec<ObjectId>, Contents<'a>) {
        let print = &plan.document.manifest.print;
        let inks = Inks { profile, spot: print.spot.is_some().then_some(plan.accent), limit: print.ink_limit };
        let sheet = Sheet::new(&plan.edition.geometry, profile, print.marks);
        let mut resources = plan.frame.resources.clone();
        if profile == Profile::Print {
            resources.set("ExtGState", dictionary! { "Over" => overprint(true), "Knock" => overprint(false) });
            resources.set("ColorSpace", spot_colours(plan));
        }
        let mut page = sheet.boxes();
        page.set("Type", "Page");
        page.set("Parent", plan.frame.pages);
        page.set("Resources", file.add_object(resources));
        let start = sheet.start(ALL_PLATES).map(|bytes| file.add_object(plain(bytes)));
        let mut pages = Pages { inks, file, contents: Vec::new(), start, streams: BTreeMap::new() };
        let whole: Vec<Option<Packed>> = plan
            .pages
            .par_iter()
            .map_init(Deflater::new, |deflater, page| whole_stream(page, inks, deflater))
            .collect();
        let add = |(painted, whole)| pages.add_page(page.clone(), painted, whole);
        let mut ids: Vec<ObjectId> = plan.pages.iter().zip(whole).map(add).collect();
        if profile == Profile::Print {
            let blanks = blanks(ids.len(), print.signature);
            ids.extend((0..blanks).map(|_| pages.file.add_object(page.clone())));
        }
        (ids, pages.contents)
    }

    fn add_page(&mut self, mut page: Dictionary, painted: &'a PaintedPage, whole: Option<Packed>) -> ObjectId {
        let mut contents: Vec<Object> = self.start.into_iter().map(Object::Reference).collect();
        match (&painted.operators, whole) {
            (_, Some(stream)) => contents.push(self.content(Cow::Owned(stream))),
            (Operators::Cut(pieces), None) => contents.extend(pieces.iter().map(|piece| self.piece(piece))),
            (Operators::Whole(..), None) => {}
        }
        page.set("Contents", contents);
        if painted.transparent {
            page.set("Group", group(self.inks.profile));
        }
        self.file.add_object(page)
    }

    fn content(&mut self, stream: Cow<'a, Packed>) -> Object {
        let id = self.file.new_object_id();
        self.contents.push((id, stream));
        id.into()
    }

    fn piece(&mut self, piece: &'a Piece) -> Object {
        match piece {
            Piece::Operators(packed) => self.content(Cow::Borrowed(packed)),
            Piece::Ink(used) => {
                let (file, inks) = (&mut *self.file, self.inks);
                let stream = || {
                    let mut bytes = Vec::new();
                    write_ink(&mut bytes, *used, inks);
                    file.add_object(plain(bytes))
                };
                (*self.streams.entry(*used).or_insert_with(stream)).into()
            }
        }
    }
}

/// The stream of a page that is not cut at its inks.
fn whole_stream(painted: &PaintedPage, inks: Inks, deflater: &mut Deflater) -> Option<Packed> {
    match &painted.operators {
        Operators::Whole(operators, uses) => Some(deflater.pack(&with_inks(operators, uses, inks))),
        Operators::Cut(_) => None,
    }
}

fn plain(bytes: Vec<u8>) -> Stream {
    Stream::new(Dictionary::new(), bytes).with_compression(false)
}

/// Blank pages after `pages` of them, so that they make whole signatures of `signature` pages and an
/// even number.
fn blanks(pages: usize, signature: u32) -> usize {
    let signature = signature as usize;
    let multiple = if signature.is_multiple_of(2) { signature } else { signature * 2 };
    pages.next_multiple_of(multiple.max(2)) - pages
}

/// The colours that are no process inks: those on all plates, and the accent if it has a plate of its
/// own.
fn spot_colours(plan: &Plan<'_>) -> Dictionary {
    let separation = |name: &str, cmyk: [u16; 4]| -> Object {
        let full: Vec<Object> = cmyk.iter().map(|part| Object::Real(f32::from(*part) / 1000.0)).collect();
        let paper: Vec<Object> = vec![0.into(); 4];
        let tint = dictionary! {
            "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "C0" => paper, "C1" => full, "N" => 1,
        };
        vec!["Separation".into(), name.into(), "DeviceCMYK".into(), tint.into()].into()
    };
    let mut colours = dictionary! { ALL_PLATES => separation("All", [1000; 4]) };
    if let Some(name) = &plan.document.manifest.print.spot {
        colours.set(SPOT, separation(name, plan.accent.cmyk));
    }
    colours
}

/// Whether inks print over one another; a part of 0 leaves what is under it (mode 1).
fn overprint(on: bool) -> Dictionary {
    dictionary! { "Type" => "ExtGState", "OP" => on, "op" => on, "OPM" => i64::from(on) }
}

/// The colours in which transparent parts are mixed.
fn group(profile: Profile) -> Dictionary {
    let space = match profile {
        Profile::Print => "DeviceCMYK",
        Profile::Screen | Profile::Proof => "DeviceRGB",
    };
    dictionary! { "Type" => "Group", "S" => "Transparency", "CS" => space }
}

/// Adds the ways through the file, and all of its structure but the elements.
fn add_navigation<'a>(
    plan: &'a Plan<'_>,
    pages: &'a [ObjectId],
    file: &mut File,
) -> Result<Structure<'a>, lopdf::Error> {
    let places = Places::new(plan.edition, plan.document, pages);
    let mut annotations = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let links = links(&places, &plan.tags, number, file);
        let page = file.get_dictionary_mut(*page)?;
        page.set("Tabs", "S");
        if !links.is_empty() {
            page.set("Annots", links.iter().map(|link| Object::Reference(link.object)).collect::<Vec<_>>());
        }
        annotations.extend(links);
    }
    let marks = plan.pages.iter().map(|page| page.marks.as_slice()).collect();
    let height = plan.edition.geometry.trim.height;
    let structure = Structure::new(&plan.tags.tree, height, pages, marks, annotations, file)?;
    let catalog = file.catalog_mut()?;
    catalog.set("StructTreeRoot", structure.root());
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    let destinations = destinations(&places);
    file.catalog_mut()?.set("Names", dictionary! { "Dests" => dictionary! { "Names" => destinations } });
    if let Some(outline) = outline(&places, file) {
        let catalog = file.catalog_mut()?;
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    Ok(structure)
}

fn finish_catalog(plan: &Plan<'_>, profile: Profile, packet: ObjectId, file: &mut File) -> Result<(), lopdf::Error> {
    let press = &plan.press;
    let colours = intent::add_profile(press, profile, file);
    if profile != Profile::Print {
        calibrate(press, file);
    }
    let language = plan.document.manifest.metadata.language.as_str();
    let layout = match profile {
        Profile::Print | Profile::Proof => "TwoPageRight",
        Profile::Screen => "SinglePage",
    };
    let catalog = file.catalog_mut()?;
    catalog.set("Lang", Object::string_literal(language));
    catalog.set("PageLayout", layout);
    catalog.set("PageLabels", labels(plan.edition));
    catalog.set("Metadata", packet);
    catalog.set("OutputIntents", intent::intents(press, profile, colours));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    Ok(())
}

/// Says of images in process colours which press they were made for: the screen has no such colours.
fn calibrate(press: &PressProfile<'_>, file: &mut File) {
    let in_process_colours = |object: &Object| {
        let space = object.as_stream().ok().and_then(|stream| stream.dict.get(b"ColorSpace").ok());
        space.and_then(|space| space.as_name().ok()) == Some(b"DeviceCMYK")
    };
    let images: Vec<ObjectId> =
        file.objects.iter().filter(|(_, object)| in_process_colours(object)).map(|(id, _)| *id).collect();
    if images.is_empty() {
        return;
    }
    let profile = intent::add_profile(press, Profile::Print, file);
    for id in images {
        if let Some(Object::Stream(image)) = file.objects.get_mut(&id) {
            image.dict.set("ColorSpace", vec![Object::from("ICCBased"), profile.into()]);
        }
    }
}

/// Puts the images of `file` into the inks of the press.
fn separate_images(plan: &Plan<'_>, file: &mut File) -> Result<(), Fault> {
    let images = &plan.words.images;
    if images.is_empty() {
        return Ok(());
    }
    let print = &plan.document.manifest.print;
    let separator = Separator::new(plan.press.bytes, print.ink_limit)?;
    let separated: Vec<Option<Separated>> = images
        .par_iter()
        .map(|(path, image)| image.separated(path, print.images, &separator))
        .collect::<Result<_, Fault>>()?;
    let broken = |fault: lopdf::Error| Fault::new(format!("the images of the file cannot be found: {fault}"));
    for (image, separated) in images.values().zip(separated) {
        if let Some(separated) = separated {
            put_image(&plan.frame.resources, &image.resource, separated, file).map_err(broken)?;
        }
    }
    Ok(())
}

/// Gives the image `resource` other samples; its mask stays.
fn put_image(
    resources: &Dictionary,
    resource: &str,
    separated: Separated,
    file: &mut File,
) -> Result<(), lopdf::Error> {
    let images = match resources.get(b"XObject")? {
        Object::Reference(id) => file.get_dictionary(*id)?,
        object => object.as_dict()?,
    };
    let id = images.get(resource.as_bytes())?.as_reference()?;
    let stream = file.get_object_mut(id)?.as_stream_mut()?;
    separated.entries.into_iter().for_each(|(key, value)| stream.dict.set(key, value));
    stream.set_content(separated.content);
    Ok(())
}

fn finish_trailer(information: Dictionary, identifier: &[u8], file: &mut File) {
    if let Some(Object::Reference(old)) = file.trailer.remove(b"Info") {
        file.objects.remove(&old);
    }
    let information = file.add_object(information);
    file.trailer.set("Info", information);
    let identifier = Object::String(identifier.to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![identifier.clone(), identifier]);
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
    fn a_text_outside_ascii_is_utf16() {
        assert_eq!(text_string("a"), Object::string_literal("a"));
        let expected = Object::String(vec![0xFE, 0xFF, 0, 0xE9], StringFormat::Hexadecimal);
        assert_eq!(text_string("é"), expected);
    }
}

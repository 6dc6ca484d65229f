//! The frame of a file: fonts and images as printpdf makes them, without the pages.

use super::Fault;
use super::compress::deflate;
use super::image::EmbeddedImage;
use super::subset::Subset;
use super::unicode::{GlyphTexts, SOFT_HYPHEN, character_map, code_map};
use crate::fonts::FontId as BookFont;
use crate::source::BookPath;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use printpdf::{
    Codepoint, FontId, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem,
    XObjectId,
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A file with fonts and images and without pages.
pub(super) struct Frame {
    /// The file.
    pub document: Document,
    /// The node of the page tree.
    pub pages: ObjectId,
    /// What the pages share: fonts and images by name.
    pub resources: Dictionary,
}

/// The frame that holds `subsets`, with the texts of their glyphs, and `images`.
pub(super) fn frame(
    subsets: &BTreeMap<BookFont, Subset>,
    texts: &BTreeMap<BookFont, GlyphTexts>,
    images: &BTreeMap<BookPath, EmbeddedImage>,
) -> Result<Frame, Fault> {
    let mut document = printed(subsets, images)?;
    let broken = |fault: lopdf::Error| Fault::new(format!("the frame of the file is broken: {fault}"));
    let (pages, resources) = take_page(&mut document).map_err(broken)?;
    for (id, subset) in subsets {
        let map = character_map(codes(subset, &texts[id]), subset.short);
        replace_character_map(&mut document, &resources, subset, map).map_err(broken)?;
        add_code_map(&mut document, &resources, subset).map_err(broken)?;
    }
    document.objects.par_iter_mut().for_each(|(_, object)| deflate_stream(object));
    Ok(Frame { document, pages, resources })
}

/// The texts of a subset by code; the box for missing characters says its own text in each place.
fn codes<'a>(subset: &'a Subset, texts: &'a GlyphTexts) -> impl Iterator<Item = (u16, &'a str)> {
    let soft = subset.soft_hyphen.map(|(code, _)| code);
    subset.codes.iter().map(move |(code, number)| match Some(*code) == soft {
        true => (*code, SOFT_HYPHEN),
        false => (*code, texts.get(subset.glyphs[usize::from(*number)])),
    })
}

/// What printpdf makes of a document with one page that shows every glyph once: it lists the widths
/// of no others.
fn printed(
    subsets: &BTreeMap<BookFont, Subset>,
    images: &BTreeMap<BookPath, EmbeddedImage>,
) -> Result<Document, Fault> {
    let mut document = PdfDocument::new("");
    let mut operators = vec![Op::StartTextSection];
    for subset in subsets.values() {
        let id = FontId(subset.resource.clone());
        document.resources.fonts.map.insert(id.clone(), PdfFont::new(parsed(subset)?));
        let codepoint = |gid| Codepoint { gid, offset: 0.0, cid: None };
        let glyphs = (0..).zip(&subset.glyphs).map(|(number, _)| codepoint(number)).collect();
        operators.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(1.0) });
        operators.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
    }
    operators.push(Op::EndTextSection);
    for image in images.values() {
        document.resources.xobjects.map.insert(XObjectId(image.resource.clone()), image.object.clone());
    }
    document.pages.push(PdfPage::new(Mm(1.0), Mm(1.0), operators));
    // Without this option images would be turned into JPEG.
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    Ok(document.to_lopdf_document(&options, &mut Vec::new()))
}

fn parsed(subset: &Subset) -> Result<ParsedFont, Fault> {
    let mut font = ParsedFont::from_bytes(&subset.program, 0, &mut Vec::new())
        .ok_or_else(|| Fault::new(format!("the subset {} cannot be read", subset.name)))?;
    font.font_name = Some(subset.name.clone());
    Ok(font)
}

/// Takes the page of `document` out and returns the node above it and its resources.
fn take_page(document: &mut Document) -> Result<(ObjectId, Dictionary), lopdf::Error> {
    let pages = document.catalog()?.get(b"Pages")?.as_reference()?;
    let kids = document.get_dictionary(pages)?.get(b"Kids")?.as_array()?;
    let page = kids.first().ok_or(lopdf::Error::PageNumberNotFound(1))?.as_reference()?;
    let dictionary = document.get_dictionary(page)?;
    let contents = dictionary.get(b"Contents")?.as_reference()?;
    let shared = dictionary.get(b"Resources")?.as_reference()?;
    let mut resources = document.get_dictionary(shared)?.clone();
    for unused in [&b"ExtGState"[..], b"Shading"] {
        if let Some(Object::Reference(id)) = resources.remove(unused) {
            document.objects.remove(&id);
        }
    }
    [page, contents, shared].iter().for_each(|id| drop(document.objects.remove(id)));
    Ok((pages, resources))
}

fn replace_character_map(
    document: &mut Document,
    resources: &Dictionary,
    subset: &Subset,
    map: Vec<u8>,
) -> Result<(), lopdf::Error> {
    let font = font(document, resources, subset)?;
    let id = document.get_dictionary(font)?.get(b"ToUnicode")?.as_reference()?;
    document.objects.insert(id, Object::Stream(Stream::new(Dictionary::new(), map)));
    Ok(())
}

fn font(document: &Document, resources: &Dictionary, subset: &Subset) -> Result<ObjectId, lopdf::Error> {
    let fonts = document.get_dictionary(resources.get(b"Font")?.as_reference()?)?;
    fonts.get(subset.resource.as_bytes())?.as_reference()
}

/// Gives the font a map of its own from codes to glyphs, unless each code is the number of its glyph.
fn add_code_map(document: &mut Document, resources: &Dictionary, subset: &Subset) -> Result<(), lopdf::Error> {
    if !subset.short && subset.soft_hyphen.is_none() {
        return Ok(());
    }
    let font = font(document, resources, subset)?;
    let system = dictionary! {
        "Registry" => Object::string_literal("Adobe"),
        "Ordering" => Object::string_literal("Identity"),
        "Supplement" => 0,
    };
    let name = format!("Book-{}-H", subset.resource);
    let dictionary = dictionary! { "Type" => "CMap", "CMapName" => name.as_str(), "CIDSystemInfo" => system };
    let map = document.add_object(Stream::new(dictionary, code_map(&name, &subset.codes, subset.short)));
    document.get_dictionary_mut(font)?.set("Encoding", map);
    Ok(())
}

/// Deflates a stream that no filter has made smaller already.
fn deflate_stream(object: &mut Object) {
    let Object::Stream(stream) = object else { return };
    if stream.dict.has(b"Filter") {
        return;
    }
    stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
    stream.set_content(deflate(&stream.content));
}

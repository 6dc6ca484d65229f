//! The structure of the screen edition, and what a preflight would say of both.

use super::tree::{Node, Part};
use super::*;
use crate::document::walk::{Visit, each_inline, walk_block};
use crate::document::{Block, Inline, Passage};

/// The passages of `document` in the order of reading: notes behind the block with their mark.
fn passages(document: &Document) -> Vec<String> {
    #[derive(Default)]
    struct Found {
        texts: Vec<String>,
        notes: Vec<u32>,
    }
    impl<'a> Visit<'a> for Found {
        fn passage(&mut self, passage: &'a Passage, block: &'a Block) {
            let mut text = String::new();
            each_inline(&passage.inlines, &mut |inline, _| match inline {
                Inline::Text { text: leaf, .. } | Inline::Code { text: leaf, .. } => text.push_str(leaf),
                Inline::LineBreak => text.push(' '),
                Inline::NoteMark { note, .. } => self.notes.push(*note),
                _ => {}
            });
            if !matches!(block.kind, crate::document::BlockKind::Drawing { .. }) || !text.contains('=') {
                self.texts.push(text.replace('\n', ""));
            }
        }
    }
    let mut all = Vec::new();
    for placed in &document.chapters {
        for block in &placed.chapter.blocks {
            let mut found = Found::default();
            walk_block(block, &mut found);
            let notes = found.notes.iter().flat_map(|note| &placed.chapter.notes[*note as usize].blocks);
            let mut of_notes = Found::default();
            notes.for_each(|block| walk_block(block, &mut of_notes));
            all.extend(found.texts.into_iter().chain(of_notes.texts));
        }
    }
    all.retain(|text| !text.is_empty());
    all
}

/// The texts of the passages below `node`, without marks of notes, labels and numbers.
fn read(node: &Node, texts: &mut Vec<String>) {
    let leaf = matches!(node.tag.as_str(), "P" | "Lbl" | "Caption" | "TD" | "TH" | "Code") || node.tag.starts_with('H');
    if !leaf {
        return node.nodes().for_each(|node| read(node, texts));
    }
    let text = node.text(&["Reference", "P"]);
    let text =
        text.strip_prefix("Table\u{A0}1\u{2002}").or(text.strip_prefix("Figure\u{A0}1\u{2002}")).unwrap_or(&text);
    let is_label =
        node.tag == "Lbl" && (text.trim_end() == "•" || text.trim_end_matches([' ', '.']).parse::<u32>().is_ok());
    if !is_label && !text.is_empty() {
        texts.push(text.trim_end().to_owned());
    }
    node.nodes().filter(|node| node.tag == "P").for_each(|node| read(node, texts));
}

/// Every construct that has a passage.
pub(super) const CONSTRUCTS: &str = "# A title\n\nA paragraph with *stress*, `code`, \
    <span lang=\"zh-Hans\">北京市</span> and <span lang=\"ar\" dir=\"rtl\">مدينة تعلمية</span>.[^1] More of it \
    follows, an office of efficient affairs.\n\n\
    ## A section\n\n- One point.\n- Another:\n\n  1. First.\n  2. Second.\n\n> A quotation of words.\n\n\
    > [!NOTE]\n> A remark.\n\n```text\nlet a = b;\nc();\n```\n\n| City | People |\n|---|---|\n| Cork | 120,000 |\n| Espoo | 260,000 |\n\n\
    #### A deep heading\n\nOne line\\\nand another.\n\n[^1]: A note with *words*.\n";

#[test]
fn the_text_of_the_tree_is_that_of_the_document_passage_by_passage() {
    let long = format!("{CONSTRUCTS}\n{}\n", format!("{WORDS}\n\n").repeat(40));
    let book = book(&[("a.md", &long)]);
    let structure = book.file(Profile::Screen).structure();
    let chapter = structure.nodes().last().expect("a chapter");
    let mut texts = Vec::new();
    read(chapter, &mut texts);
    // The word over a remark is the program's.
    texts.retain(|text| text != "Note");
    texts.iter_mut().for_each(|text| *text = text.replace('\u{AD}', ""));
    let expected: Vec<String> = passages(&book.document).iter().map(|text| text.trim_end().to_owned()).collect();
    assert_eq!(texts, expected);
}

#[test]
fn a_paragraph_over_two_pages_is_one_element() {
    let book = book(&[("a.md", &format!("# One\n\n{}\n", WORDS.repeat(60)))]);
    let structure = book.file(Profile::Screen).structure();
    let chapter = structure.nodes().last().expect("a chapter");
    assert_eq!(chapter.nodes().map(|node| node.tag.as_str()).collect::<Vec<_>>(), ["H1", "P"]);
    let marks = chapter.find("P")[0].dictionary.get(b"K").and_then(Object::as_array).expect("several marks");
    assert!(marks.len() > 1);
}

#[test]
fn headings_leave_out_no_level() {
    let structure = book(&[("a.md", CONSTRUCTS)]).file(Profile::Screen).structure();
    let chapter = structure.nodes().last().expect("a chapter");
    let tags: Vec<&str> = chapter.nodes().map(|node| node.tag.as_str()).filter(|tag| tag.starts_with('H')).collect();
    assert_eq!(tags, ["H1", "H2", "H3"]);
}

#[test]
fn head_cells_have_a_scope_and_are_tagged_once_however_often_they_are_set() {
    let rows: String = (0..60).map(|row| format!("| City {row} | {row} |\n")).collect();
    let file = book(&[("a.md", &format!("# One\n\n| City | People |\n|---|---|\n{rows}"))]).file(Profile::Screen);
    let structure = file.structure();
    let heads = structure.find("TH");
    assert_eq!(heads.iter().map(|head| head.text(&[])).collect::<Vec<_>>(), ["City", "People"]);
    let scope = |head: &&Node| head.dictionary.get(b"A").and_then(Object::as_dict).is_ok_and(|a| a.has(b"Scope"));
    assert!(heads.iter().all(scope));
    assert_eq!(structure.find("TD").len(), 120);
}

#[test]
fn the_title_of_a_box_of_facts_is_read_behind_its_caption() {
    let text = "# One\n\nTable: Cork {.factbox}\n\n| At a glance | |\n|:--|:--|\n| Land | Ireland |\n";
    let structure = book(&[("a.md", text)]).file(Profile::Screen).structure();
    let table = structure.find("Table")[0];
    assert_eq!(table.find("Caption")[0].text(&[]), "Table 1 CorkAt a glance");
    let heads: Vec<String> = table.find("TH").iter().map(|head| head.text(&[])).collect();
    assert_eq!(heads, ["Land"]);
}

#[test]
fn a_note_hangs_behind_the_block_of_its_mark_and_both_lead_to_each_other() {
    let structure = book(&[("a.md", CONSTRUCTS)]).file(Profile::Screen).structure();
    let chapter = structure.nodes().last().expect("a chapter");
    let tags: Vec<&str> = chapter.nodes().map(|node| node.tag.as_str()).take(3).collect();
    assert_eq!(tags, ["H1", "P", "Note"]);
    let note = chapter.find("Note")[0];
    assert!(note.dictionary.has(b"ID"));
    for link in [note.find("Link")[0], chapter.find("Reference")[0].find("Link")[0]] {
        assert!(link.kids.iter().any(|part| matches!(part, Part::Annotation)));
    }
}

#[test]
fn a_note_that_is_marked_twice_has_each_mark_in_its_place() {
    let text = "# One\n\nA word[^1], another[^2], and the first again[^1].\n\n[^1]: Note.\n\n[^2]: Other.\n";
    let structure = book(&[("a.md", text)]).file(Profile::Screen).structure();
    let chapter = structure.nodes().last().expect("a chapter");
    assert_eq!(chapter.find("P")[0].text(&[]), "A word1, another2, and the first again1.");
    assert_eq!(chapter.find("Reference").len(), 3);
}

#[test]
fn spans_in_other_languages_say_so() {
    let structure = book(&[("a.md", CONSTRUCTS)]).file(Profile::Screen).structure();
    let spans = structure.find("Span");
    let found: Vec<(&str, String)> =
        spans.iter().map(|span| (span.language.as_deref().unwrap_or_default(), span.text(&[]))).collect();
    assert_eq!(found, [("zh-Hans", "北京市".to_owned()), ("ar", "مدينة تعلمية".to_owned())]);
}

const CHART: &str = "# One\n\n```chart\nkind = \"bar\"\ntitle = \"Hours\"\nsource = \"A source\"\n\
    labels = [\"Cork\", \"Espoo\"]\nvalues = [12, 9]\n```\n\nFigure: Hours a week.\n";

/// What a preflight would say of a file: names of rules that it breaks.
fn faults(file: &Reader, profile: Profile) -> Vec<&'static str> {
    let mut faults = Vec::new();
    let mut check = |holds: bool, name| {
        if !holds {
            faults.push(name);
        }
    };
    check(file.catalog().get(b"Lang").and_then(Object::as_str).is_ok_and(|tag| !tag.is_empty()), "language");
    if profile == Profile::Screen {
        let structure = file.structure();
        let text =
            |node: &Node, key: &[u8]| node.dictionary.get(key).and_then(Object::as_str).is_ok_and(|t| !t.is_empty());
        let attribute = |node: &Node, key: &[u8]| {
            node.dictionary.get(b"A").and_then(Object::as_dict).is_ok_and(|attributes| attributes.has(key))
        };
        check(structure.find("Figure").iter().all(|node| text(node, b"Alt")), "alternative text");
        check(structure.find("Figure").iter().all(|node| attribute(node, b"BBox")), "bounding box");
        check(structure.find("TH").iter().all(|node| attribute(node, b"Scope")), "scope");
        let marked = (0..file.pages.len()).all(|page| all_is_marked(&file.operators(page)));
        check(marked, "unmarked content");
    } else {
        let corners = |page: usize, name: &[u8]| -> Vec<f32> {
            let corners = file.page(page).get(name).and_then(Object::as_array).cloned().unwrap_or_default();
            corners.iter().map(|corner| corner.as_float().expect("a number")).collect()
        };
        let inside = |inner: &[f32], outer: &[f32]| {
            inner.len() == 4
                && outer.len() == 4
                && inner[0] >= outer[0]
                && inner[1] >= outer[1]
                && inner[2] <= outer[2]
                && inner[3] <= outer[3]
        };
        let ordered = (0..file.pages.len()).all(|page| {
            let [media, bleed, trim] = [&b"MediaBox"[..], b"BleedBox", b"TrimBox"].map(|name| corners(page, name));
            inside(&trim, &bleed) && inside(&bleed, &media)
        });
        check(ordered, "order of boxes");
        let in_rgb = |object: &Object| {
            let space = object.as_stream().ok().and_then(|stream| stream.dict.get(b"ColorSpace").ok());
            space.and_then(|space| space.as_name().ok()) == Some(b"DeviceRGB")
        };
        let drawn = (0..file.pages.len()).flat_map(|page| file.operators(page));
        let rgb = drawn.into_iter().any(|operation| matches!(operation.operator.as_str(), "rg" | "RG"));
        check(!rgb && !file.file.objects.values().any(in_rgb), "RGB");
    }
    faults
}

/// Whether everything that is drawn stands in a sequence of marked content, and none in another.
fn all_is_marked(operations: &[Operation]) -> bool {
    let mut depth = 0;
    operations.iter().all(|operation| {
        match operation.operator.as_str() {
            "BDC" => depth += 1,
            "EMC" => depth -= 1,
            "TJ" | "f" | "S" | "Do" => return depth == 1,
            _ => {}
        }
        (0..=1).contains(&depth)
    })
}

/// A small picture with its alternative text.
pub(super) fn pictured() -> Book {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 1);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&[255, 0, 0, 0, 0, 255]).expect("samples");
    writer.finish().expect("an end");
    let raster = inspect(&bytes).expect("an image");
    let asset = Asset { bytes: bytes.into(), hash: [7; 32], picture: Picture::Raster(raster) };
    let size = Size::new(Length::pt(40), Length::pt(20));
    let table = "| City | People |\n|---|---|\n| Cork | 120,000 |\n";
    let mut book = book(&[("a.md", &format!("{CHART}\n{table}"))]);
    let image = ItemContent::Image { path: path("a.png"), size };
    let place = book.edition.pages.iter_mut().flat_map(|page| &mut page.body.items);
    let drawing = place.into_iter().find(|item| matches!(item.content, ItemContent::Drawing(_)));
    let drawing = drawing.expect("a chart");
    drawing.content = image;
    book.assets = Assets::new(BTreeMap::from([(path("a.png"), asset)]));
    book
}

/// That a file of `profile` has no fault, and has `fault` once `spoil` has changed an object.
fn check_twin(profile: Profile, fault: &str, spoil: impl Fn(&mut Dictionary)) {
    let book = match profile {
        Profile::Screen | Profile::Proof => {
            book(&[("a.md", &format!("{CHART}\n| City | People |\n|---|---|\n| Cork | 120,000 |\n"))])
        }
        Profile::Print => pictured(),
    };
    let mut file = book.file(profile);
    assert_eq!(faults(&file, profile), [""; 0]);
    for object in file.file.objects.values_mut() {
        match object {
            Object::Dictionary(dictionary) => spoil(dictionary),
            Object::Stream(stream) => spoil(&mut stream.dict),
            _ => {}
        }
    }
    assert_eq!(faults(&file, profile), [fault]);
}

#[test]
fn a_twin_without_alternative_text_is_found() {
    check_twin(Profile::Screen, "alternative text", |dictionary| drop(dictionary.remove(b"Alt")));
}

#[test]
fn a_twin_without_scopes_is_found() {
    check_twin(Profile::Screen, "scope", |dictionary| {
        if dictionary.get(b"S").and_then(Object::as_name).ok() == Some(b"TH") {
            dictionary.remove(b"A");
        }
    });
}

#[test]
fn a_twin_without_language_is_found() {
    check_twin(Profile::Screen, "language", |dictionary| drop(dictionary.remove(b"Lang")));
}

#[test]
fn a_twin_with_its_boxes_out_of_order_is_found() {
    check_twin(Profile::Print, "order of boxes", |dictionary| {
        if let Ok(media) = dictionary.get(b"BleedBox").cloned() {
            dictionary.set("TrimBox", media);
            dictionary.set("BleedBox", vec![10.into(), 10.into(), 20.into(), 20.into()]);
        }
    });
}

#[test]
fn a_twin_with_rgb_in_print_is_found() {
    check_twin(Profile::Print, "RGB", |dictionary| {
        if dictionary.get(b"ColorSpace").and_then(Object::as_name).is_ok() {
            dictionary.set("ColorSpace", "DeviceRGB");
        }
    });
}

#[test]
fn every_mark_of_a_page_has_its_element_in_the_tree_of_parents() {
    let file = book(&[("a.md", CONSTRUCTS), ("b.md", LINKED)]).file(Profile::Screen);
    let root = file.follow(file.catalog().get(b"StructTreeRoot").expect("a structure")).as_dict().expect("a root");
    let parents = file.follow(root.get(b"ParentTree").expect("parents")).as_dict().expect("a tree");
    let numbers = parents.get(b"Nums").and_then(Object::as_array).expect("numbers");
    for (page, pair) in numbers.chunks(2).take(file.pages.len()).enumerate() {
        let elements = file.follow(&pair[1]).as_array().expect("elements");
        let marks = file.operators(page).iter().filter_map(mark).collect::<Vec<_>>();
        assert_eq!(marks, (0..elements.len() as i64).collect::<Vec<_>>());
        assert!(elements.iter().all(|element| element.as_reference().is_ok()));
    }
    let links = (numbers.len() / 2) - file.pages.len();
    assert!(links > 4, "{links} links");
}

fn mark(operation: &Operation) -> Option<i64> {
    let properties = operation.operands.get(1)?.as_dict().ok()?;
    properties.get(b"MCID").and_then(Object::as_i64).ok()
}

/// The packet of XMP in a file.
pub(super) fn packet(file: &Reader) -> String {
    let packet = file.follow(file.catalog().get(b"Metadata").expect("a packet")).as_stream().expect("a stream");
    String::from_utf8(packet.content.clone()).expect("UTF-8")
}

#[test]
fn each_edition_claims_its_standards_and_has_their_intent() {
    let book = book(&[("a.md", CONSTRUCTS)]);
    for (profile, claims, intent) in [
        (Profile::Screen, vec!["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"], &b"GTS_PDFA1"[..]),
        (Profile::Print, vec!["<pdfxid:GTS_PDFXVersion>PDF/X-4<", "<pdf:Trapped>False<"], b"GTS_PDFX"),
    ] {
        let file = book.file(profile);
        let packet = packet(&file);
        assert!(claims.iter().all(|claim| packet.contains(claim)), "{packet}");
        let intents = file.catalog().get(b"OutputIntents").and_then(Object::as_array).expect("intents");
        let found = file.follow(&intents[0]).as_dict().expect("an intent");
        assert_eq!(found.get(b"S").and_then(Object::as_name).expect("a kind"), intent);
        assert!(file.follow(found.get(b"DestOutputProfile").expect("a profile")).as_stream().is_ok());
    }
}

#[test]
fn a_book_with_an_image_that_nobody_described_does_not_claim_to_be_accessible() {
    let packet = packet(&book(&[("a.md", "# One\n\n![](a.png)\n")]).file(Profile::Screen));
    assert!(!packet.contains("pdfuaid:part") && packet.contains("<pdfaid:conformance>U<"), "{packet}");
}

#[test]
fn with_a_font_that_forbids_to_be_embedded_nothing_is_claimed() {
    let book = book(&[("a.md", "# One\n\nText.\n")]);
    let mut plan = book.plan();
    plan.words.subsets.values_mut().next().expect("a font").permitted = false;
    for (profile, claim) in [(Profile::Screen, "pdfuaid:part"), (Profile::Print, "GTS_PDFXVersion")] {
        let packet = packet(&Reader::new(&write(&plan, profile).expect("a file")));
        assert!(!packet.contains(claim) && !packet.contains("pdfaid:part"), "{packet}");
    }
}

#[test]
fn marks_and_signatures_come_with_the_print_edition_alone() {
    let mut book = book(&[("a.md", "# One\n\nText.\n")]);
    let pages = book.edition.pages.len();
    book.document.manifest.print.signature = 16;
    book.document.manifest.print.marks = true;
    let (print, screen) = (book.file(Profile::Print), book.file(Profile::Screen));
    assert_eq!((print.pages.len(), screen.pages.len()), (16, pages));
    assert_eq!(faults(&print, Profile::Print), [""; 0]);
    assert!(print.operator_names(0).contains("SCN"));
}

#[test]
fn marks_of_all_inks_stand_outside_of_the_bleed() {
    let mut book = book(&[("a.md", "# One\n\nText.\n")]);
    book.document.manifest.print.marks = true;
    let file = book.file(Profile::Print);
    let bleed = file.page(0).get(b"BleedBox").and_then(Object::as_array).expect("a box");
    let bleed: Vec<f32> = bleed.iter().map(|corner| corner.as_float().expect("a number")).collect();
    let marks = file.drawn(0).into_iter().take_while(|operation| operation.operator != "cm");
    let mut places = 0;
    for operation in marks.filter(|operation| matches!(operation.operator.as_str(), "m" | "l" | "c")) {
        for pair in operation.operands.chunks(2) {
            let [x, y] = [0, 1].map(|at| pair[at].as_float().expect("a number"));
            let outside = x < bleed[0] || x > bleed[2] || y < bleed[1] || y > bleed[3];
            assert!(outside, "{x} {y} is within {bleed:?}");
            places += 1;
        }
    }
    assert_eq!(places, 8 * 2 + 4 * 17, "eight crop marks and four targets");
}

#[test]
fn a_spot_colour_is_a_plate_of_its_own() {
    let mut book = book(&[("a.md", "# One\n\nText.\n")]);
    book.document.manifest.print.spot = Some("PANTONE 3155 C".to_owned());
    let file = book.file(Profile::Print);
    let resources = file.follow(file.page(0).get(b"Resources").expect("resources")).as_dict().expect("a dictionary");
    let spaces = resources.get(b"ColorSpace").and_then(Object::as_dict).expect("colours");
    let spot = spaces.get(b"Spot").and_then(Object::as_array).expect("a spot colour");
    assert_eq!(spot[1].as_name().expect("a name"), b"PANTONE 3155 C");
    let used = (0..file.pages.len()).any(|page| file.operator_names(page).contains("scn"));
    assert!(used);
}

#[test]
fn the_space_behind_the_mark_of_a_note_is_not_of_the_mark_wherever_the_line_ends() {
    let marked: String = (0..40).map(|n| format!("{} city,[^{n}] ", "old ".repeat(n % 5))).collect();
    let notes: String = (0..40).map(|n| format!("[^{n}]: Note.\n")).collect();
    let book = book(&[("a.md", &format!("# A title\n\n{marked}end.\n\n{notes}"))]);
    let structure = book.file(Profile::Screen).structure();
    let marks = structure.find("Reference");
    assert!(marks.len() >= 40);
    let texts: Vec<String> = marks.iter().map(|mark| mark.text(&["Note"])).collect();
    assert!(texts.iter().all(|text| !text.ends_with(' ')), "{texts:?}");
}

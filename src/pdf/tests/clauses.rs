//! Clauses of PDF/UA-1 and PDF/A-2a that no outside validator in CI looks at, each held against a book of
//! every construct. Where `ua-1.md` and `a-2.md` say that something never is in a file, it is looked for.

use super::structure::{CONSTRUCTS, packet};
use super::tree::Node;
use super::*;
use std::collections::BTreeSet;

/// Types of structure that need no role map (ISO 32000-1, 14.8.4).
const STANDARD: [&str; 37] = [
    "Document",
    "Part",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "P",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
    "Span",
    "Quote",
    "Note",
    "Reference",
    "Code",
    "Link",
    "Annot",
    "Figure",
    "Formula",
    "Form",
];

pub(super) fn screen() -> Reader {
    let other = "# Two\n\nSee [the web](https://example.org/) and [one](a.md).[^1]\n\n[^1]: Another note.\n";
    book(&[("front.md", "# Preface\n\nText.\n"), ("a.md", CONSTRUCTS), ("b.md", other)]).file(Profile::Screen)
}

pub(super) fn every<'a>(node: &'a Node, found: &mut Vec<&'a Node>) {
    found.push(node);
    node.nodes().for_each(|inner| every(inner, found));
}

pub(super) fn dictionaries(file: &Reader) -> impl Iterator<Item = &Dictionary> {
    file.file.objects.values().filter_map(|object| match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    })
}

pub(super) fn name<'a>(dictionary: &'a Dictionary, key: &[u8]) -> &'a [u8] {
    dictionary.get(key).and_then(Object::as_name).unwrap_or_default()
}

#[test]
fn every_type_of_structure_is_a_standard_one() {
    let structure = screen().structure();
    let mut all = Vec::new();
    every(&structure, &mut all);
    let others: BTreeSet<&str> =
        all.iter().map(|node| node.tag.as_str()).filter(|tag| !STANDARD.contains(tag)).collect();
    assert_eq!(others, BTreeSet::new());
    assert!(all.len() > 60, "{}", all.len());
}

#[test]
fn lists_and_tables_hold_what_they_may_and_rows_are_equally_long() {
    let structure = screen().structure();
    let kids = |node: &Node| node.nodes().map(|inner| inner.tag.clone()).collect::<Vec<_>>();
    for list in structure.find("L") {
        assert!(kids(list).iter().all(|tag| tag == "LI" || tag == "Caption"));
    }
    for item in structure.find("LI") {
        assert!(kids(item).iter().all(|tag| tag == "Lbl" || tag == "LBody"));
    }
    let tables = structure.find("Table");
    assert!(!tables.is_empty());
    for table in tables {
        assert!(kids(table).iter().all(|tag| matches!(tag.as_str(), "THead" | "TBody" | "Caption")));
        let rows: BTreeSet<usize> = table.find("TR").iter().map(|row| row.nodes().count()).collect();
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert!(table.find("TR").iter().all(|row| kids(row).iter().all(|tag| tag == "TD" || tag == "TH")));
    }
}

#[test]
fn what_belongs_into_another_element_stands_there_alone() {
    let structure = screen().structure();
    let mut all = Vec::new();
    every(&structure, &mut all);
    let above: [(&str, &[&str]); 9] = [
        ("TOCI", &["TOC"]),
        ("LI", &["L"]),
        ("Lbl", &["LI", "Note", "Caption", "P", "H1"]),
        ("LBody", &["LI"]),
        ("TR", &["THead", "TBody", "Table"]),
        ("TH", &["TR"]),
        ("TD", &["TR"]),
        ("THead", &["Table"]),
        ("TBody", &["Table"]),
    ];
    for parent in &all {
        for node in parent.nodes() {
            let wanted = above.iter().find(|(tag, _)| *tag == node.tag).map(|(_, parents)| *parents);
            assert!(
                wanted.is_none_or(|wanted| wanted.contains(&parent.tag.as_str())),
                "{} in {}",
                node.tag,
                parent.tag
            );
        }
    }
    assert_eq!((structure.tag.as_str(), structure.find("Document").len()), ("Document", 1));
}

#[test]
fn maths_says_its_notation_and_every_language_is_a_tag() {
    let file = book(&[("a.md", "# One\n\nIt is $a^2$.\n")]).file(Profile::Screen);
    let structure = file.structure();
    let formula = structure.find("Formula")[0];
    assert_eq!(formula.dictionary.get(b"Alt").and_then(Object::as_str).expect("a description"), b"a^2");
    for file in [file, screen()] {
        for dictionary in dictionaries(&file).filter(|dictionary| dictionary.has(b"Lang")) {
            let tag = dictionary.get(b"Lang").and_then(Object::as_str).expect("a text");
            let tag = std::str::from_utf8(tag).expect("ASCII");
            assert_eq!(Language::new(tag).map(|language| language.to_string()).as_deref(), Some(tag));
        }
    }
}

#[test]
fn every_note_has_an_identifier_of_its_own() {
    let structure = screen().structure();
    let notes = structure.find("Note");
    let id = |note: &&Node| note.dictionary.get(b"ID").and_then(Object::as_str).expect("an identifier").to_vec();
    let ids: BTreeSet<Vec<u8>> = notes.iter().map(id).collect();
    assert!(notes.len() > 1 && ids.len() == notes.len());
}

#[test]
fn every_link_is_described_and_hangs_below_a_link() {
    let file = screen();
    let links: Vec<&Dictionary> = dictionaries(&file).filter(|one| name(one, b"Type") == b"Annot").collect();
    assert!(links.len() > 8);
    for link in links {
        assert_eq!(name(link, b"Subtype"), b"Link");
        assert!(link.get(b"Contents").and_then(Object::as_str).is_ok_and(|text| !text.is_empty()));
        assert_eq!(link.get(b"F").and_then(Object::as_i64).ok(), Some(4), "printed, and nothing else");
        assert!(link.has(b"StructParent") && !link.has(b"AP") && !link.has(b"AA"));
    }
    assert!((0..file.pages.len()).all(|page| name(file.page(page), b"Tabs") == b"S"));
}

#[test]
fn the_title_is_shown_and_the_file_is_marked() {
    let file = screen();
    let entry = |key: &[u8]| file.catalog().get(key).and_then(Object::as_dict).expect("a dictionary");
    assert!(entry(b"ViewerPreferences").get(b"DisplayDocTitle").and_then(Object::as_bool).is_ok_and(|shown| shown));
    assert!(entry(b"MarkInfo").get(b"Marked").and_then(Object::as_bool).is_ok_and(|marked| marked));
    assert!(!entry(b"MarkInfo").has(b"Suspects"));
}

#[test]
fn widths_are_those_of_the_fonts_and_no_code_is_without_a_glyph() {
    let book = book(&[("a.md", CONSTRUCTS)]);
    let plan = book.plan();
    let file = book.file(Profile::Screen);
    let dictionaries = file.font_dictionaries();
    for (id, subset) in &plan.words.subsets {
        let font = fonts();
        let font = font.get(*id);
        let dictionary = dictionaries[subset.resource.as_bytes()];
        let read = file.font(dictionary);
        for (code, number) in &subset.codes {
            let glyph = subset.glyphs[usize::from(*number)];
            let wanted = f64::from(font.advance(glyph)) * 1000.0 / f64::from(font.metrics.units_per_em);
            let width = read.widths[code];
            assert!((width - wanted).abs() <= 1.0, "{} {code}: {width} is not {wanted}", font.name);
        }
        let descriptor = file.follow(file.descendant(dictionary).get(b"FontDescriptor").expect("a descriptor"));
        assert!(!descriptor.as_dict().expect("a dictionary").has(b"CIDSet"), "one that lacks a glyph is a fault");
        assert!(read.texts.values().all(|text| !text.is_empty() && !text.contains(['\0', '\u{FEFF}', '\u{FFFE}'])));
    }
    for page in 0..file.pages.len() {
        assert!(!file.text(page).contains('\u{FFFD}'), "the box on page {page}");
    }
}

#[test]
fn what_the_archive_forbids_is_nowhere() {
    let file = screen();
    for dictionary in dictionaries(&file) {
        for key in
            [&b"JS"[..], b"AA", b"OpenAction", b"EF", b"Launch", b"XFA", b"NeedAppearances", b"Alternates", b"OPI"]
        {
            assert!(!dictionary.has(key), "{}", String::from_utf8_lossy(key));
        }
        assert!(!dictionary.get(b"Interpolate").and_then(Object::as_bool).is_ok_and(|on| on));
        if name(dictionary, b"Type") == b"Action" || dictionary.has(b"URI") {
            assert_eq!(name(dictionary, b"S"), b"URI");
        }
        assert!(!matches!(name(dictionary, b"Filter"), b"LZWDecode" | b"Crypt"));
    }
    assert!(!file.file.trailer.has(b"Encrypt") && !file.catalog().has(b"OCProperties"));
}

#[test]
fn a_transparent_page_says_in_which_colours_it_is_mixed() {
    let book = structure::pictured();
    for profile in [Profile::Screen, Profile::Print] {
        let file = book.file(profile);
        let masked = dictionaries(&file).any(|one| one.has(b"SMask"));
        let groups = (0..file.pages.len()).filter_map(|page| file.page(page).get(b"Group").ok());
        let spaces: Vec<&[u8]> =
            groups.map(|group| name(file.follow(group).as_dict().expect("a group"), b"CS")).collect();
        assert_eq!(masked, !spaces.is_empty());
        let wanted: &[u8] = if profile == Profile::Print { b"DeviceCMYK" } else { b"DeviceRGB" };
        assert!(spaces.iter().all(|space| *space == wanted));
    }
}

#[test]
fn packet_and_information_say_the_same() {
    let file = screen();
    let packet = packet(&file);
    let information =
        file.follow(file.file.trailer.get(b"Info").expect("information")).as_dict().expect("a dictionary");
    let text = |key: &[u8]| match information.get(key).and_then(Object::as_str).expect("a text") {
        [0xFE, 0xFF, units @ ..] => {
            let units: Vec<u16> = units.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        ascii => String::from_utf8_lossy(ascii).into_owned(),
    };
    for key in [&b"Title"[..], b"Author", b"Producer", b"Creator"] {
        if information.has(key) {
            assert!(packet.contains(&format!(">{}<", text(key))), "{} is not in {packet}", text(key));
        }
    }
    // D:20261201000000Z
    let date = text(b"CreationDate");
    let written = format!(
        "{}-{}-{}T{}:{}:{}",
        &date[2..6],
        &date[6..8],
        &date[8..10],
        &date[10..12],
        &date[12..14],
        &date[14..16]
    );
    assert!(packet.contains(&format!("<xmp:CreateDate>{written}")), "{written} is not in {packet}");
    for schema in ["pdfaExtension:schemas", "http://www.aiim.org/pdfua/ns/id/"] {
        assert!(packet.contains(schema), "{schema}");
    }
}

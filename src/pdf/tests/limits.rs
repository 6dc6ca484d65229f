//! Clauses about bytes, fonts, colours and limits of implementations (ISO 19005-2, chapter 6; ISO 14289-1, 7.21;
//! ISO 15930-7), each held against a book of every construct.

use super::clauses::{dictionaries, name, screen};
use super::structure::{CONSTRUCTS, pictured};
use super::*;
use std::collections::BTreeSet;

/// Both editions of books of every construct, with their profiles.
fn editions() -> Vec<(Profile, Reader)> {
    let books = [book(&[("a.md", CONSTRUCTS)]), pictured()];
    let of = |profile: Profile| books.iter().map(move |book| (profile, book.file(profile)));
    of(Profile::Screen).chain(of(Profile::Print)).collect()
}

/// The resources of a page.
fn resources(file: &Reader, page: usize) -> &Dictionary {
    file.follow(file.page(page).get(b"Resources").expect("resources of its own")).as_dict().expect("a dictionary")
}

#[test]
fn a_file_starts_and_ends_as_it_must() {
    let book = book(&[("a.md", CONSTRUCTS)]);
    for (profile, version) in [(Profile::Screen, "%PDF-1.7\n%"), (Profile::Print, "%PDF-1.6\n%")] {
        let bytes = write(&book.plan(), profile).expect("a file");
        let (head, mark) = bytes[..14].split_at(10);
        assert_eq!(head, version.as_bytes());
        assert!(mark.iter().all(|byte| *byte > 127), "{mark:?}");
        assert!(bytes.ends_with(b"%%EOF\n"));
        let trailer = Reader::new(&bytes).file.trailer;
        let identifiers = trailer.get(b"ID").and_then(Object::as_array).expect("two identifiers");
        assert!(identifiers.len() == 2 && identifiers.iter().all(|id| id.as_str().is_ok_and(|id| id.len() == 16)));
        assert!(!trailer.has(b"Encrypt"));
    }
}

#[test]
fn every_name_that_a_page_uses_is_in_its_own_resources() {
    for (_, file) in editions() {
        for page in 0..file.pages.len() {
            let resources = resources(&file, page);
            for operation in file.operators(page) {
                let kind: &[u8] = match operation.operator.as_str() {
                    "Tf" => b"Font",
                    "Do" => b"XObject",
                    "gs" => b"ExtGState",
                    "cs" | "CS" => b"ColorSpace",
                    _ => continue,
                };
                let used = operation.operands[0].as_name().expect("a name");
                let known = file.follow(resources.get(kind).expect("such resources")).as_dict().expect("a dictionary");
                assert!(known.has(used), "{}", String::from_utf8_lossy(used));
            }
        }
    }
}

#[test]
fn states_are_nested_little_and_given_back_and_texts_are_not_too_long() {
    for (_, file) in editions() {
        for page in 0..file.pages.len() {
            let (mut depth, mut deepest, mut text) = (0_i32, 0, false);
            for operation in file.operators(page) {
                match operation.operator.as_str() {
                    "q" => depth += 1,
                    "Q" => depth -= 1,
                    "BT" | "ET" => text = !text,
                    _ => {}
                }
                assert!(depth >= 0);
                deepest = deepest.max(depth);
                assert!(
                    operation
                        .operands
                        .iter()
                        .all(|operand| operand.as_str().is_ok_and(|s| s.len() < 32_768) || operand.as_str().is_err())
                );
            }
            assert!((depth, text) == (0, false) && deepest <= 28, "{depth} {deepest}");
        }
        let names = dictionaries(&file).flat_map(|dictionary| dictionary.iter().map(|(key, _)| key.len()));
        assert!(names.max().is_some_and(|longest| longest <= 127));
        assert!(file.file.objects.len() < 8_388_607);
    }
}

#[test]
fn each_edition_paints_in_its_own_colours_alone() {
    for (profile, file) in editions() {
        let others: &[&str] = match profile {
            Profile::Screen | Profile::Proof => &["k", "K", "cs", "CS", "scn", "SCN", "sc", "SC", "gs", "sh"],
            Profile::Print => &["rg", "RG", "g", "G", "sc", "SC", "sh"],
        };
        for page in 0..file.pages.len() {
            let used: BTreeSet<String> = file.operators(page).into_iter().map(|operation| operation.operator).collect();
            assert!(others.iter().all(|other| !used.contains(*other)), "{used:?}");
            assert!(!used.contains("ri") && !used.contains("BX"), "{used:?}");
        }
        for dictionary in dictionaries(&file) {
            for key in [&b"TR"[..], b"TR2", b"HTP", b"HT", b"BM", b"CA", b"ca", b"Ref", b"PS"] {
                assert!(!dictionary.has(key), "{}", String::from_utf8_lossy(key));
            }
            assert!(name(dictionary, b"Subtype") != b"Form" && name(dictionary, b"Subtype") != b"PS");
        }
    }
}

#[test]
fn every_font_is_embedded_as_a_subset_and_maps_its_codes() {
    for (_, file) in editions() {
        for font in file.font_dictionaries().values() {
            let descendant = file.descendant(font);
            let base = name(descendant, b"BaseFont");
            assert!(base.len() > 7 && base[..6].iter().all(u8::is_ascii_uppercase) && base[6] == b'+');
            assert_eq!(base, name(font, b"BaseFont").get(..base.len()).unwrap_or_default());
            let descriptor =
                file.follow(descendant.get(b"FontDescriptor").expect("one")).as_dict().expect("a dictionary");
            let glyphs = descriptor.get(b"FontFile2").or_else(|_| descriptor.get(b"FontFile3"));
            assert!(file.follow(glyphs.expect("its program")).as_stream().is_ok());
            // Glyphs of TrueType outlines are found by a map, those of CFF outlines must not be.
            let true_type = name(descendant, b"Subtype") == b"CIDFontType2";
            assert_eq!(descendant.has(b"CIDToGIDMap"), true_type);
            assert_eq!(descriptor.has(b"FontFile2"), true_type);
            assert!(file.follow(font.get(b"ToUnicode").expect("a map")).as_stream().is_ok());
            check_encoding(&file, font, descendant);
        }
    }
}

/// A map of codes that is embedded is of the same ordering as the font and of the same direction.
fn check_encoding(file: &Reader, font: &Dictionary, descendant: &Dictionary) {
    let encoding = file.follow(font.get(b"Encoding").expect("an encoding"));
    let Ok(map) = encoding.as_stream() else {
        return assert_eq!(encoding.as_name().ok(), Some(&b"Identity-H"[..]));
    };
    let system = |dictionary: &Dictionary| {
        let system = file.follow(dictionary.get(b"CIDSystemInfo").expect("a system")).as_dict().expect("a dictionary");
        [&b"Registry"[..], b"Ordering"].map(|key| system.get(key).and_then(Object::as_str).expect("a text").to_vec())
    };
    assert_eq!(system(&map.dict), system(descendant));
    let code = String::from_utf8(map.decompressed_content().expect("a stream")).expect("ASCII");
    let vertical = map.dict.get(b"WMode").and_then(Object::as_i64).unwrap_or(0);
    assert!(code.contains("/WMode 0 def") && vertical == 0, "{code}");
}

#[test]
fn nothing_of_the_screen_edition_waits_for_a_program() {
    let file = screen();
    for key in [&b"Requirements"[..], b"NeedsRendering", b"AcroForm", b"Collection", b"Perms", b"Legal", b"Threads"] {
        assert!(!file.catalog().has(key), "{}", String::from_utf8_lossy(key));
    }
    for dictionary in dictionaries(&file) {
        for key in [&b"AlternatePresentations"[..], b"PresSteps", b"RichMediaContent", b"Movie", b"Sound", b"3DD"] {
            assert!(!dictionary.has(key), "{}", String::from_utf8_lossy(key));
        }
    }
}

#[test]
fn registration_marks_are_in_the_colour_that_is_on_every_plate() {
    let mut book = book(&[("a.md", "# One\n\nText.\n")]);
    book.document.manifest.print.marks = true;
    let file = book.file(Profile::Print);
    let spaces = resources(&file, 0).get(b"ColorSpace").and_then(Object::as_dict).expect("colours");
    let all = spaces.get(b"All").and_then(Object::as_array).expect("a colour");
    assert_eq!(all[0].as_name().ok().zip(all[1].as_name().ok()), Some((&b"Separation"[..], &b"All"[..])));
    let marks = file.drawn(0).into_iter().take_while(|operation| operation.operator != "cm");
    let inks: BTreeSet<String> = marks.map(|operation| operation.operator).filter(|name| name.len() > 1).collect();
    assert_eq!(inks, BTreeSet::from(["CS".to_owned(), "SCN".to_owned()]), "no other ink");
}

//! The font files are those that were measured, byte for byte.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;

#[test]
fn every_font_has_the_hash_that_the_list_gives() {
    let list = include_str!("../fonts/SHA256SUMS");
    let mut expected: Vec<(String, &str)> =
        list.lines().filter_map(|line| line.split_once("  ")).map(|(hash, name)| (hash.to_owned(), name)).collect();
    expected.sort_by_key(|(_, name)| *name);
    let found: Vec<(String, &str)> = make_book::fonts::FILES.iter().map(|file| (hash(file.bytes), file.name)).collect();
    assert_eq!(found, expected);
    assert_eq!(found.len(), 26);
}

#[test]
fn every_font_has_its_licence_beside_it() {
    for family in ["Amiri", "BookSongSC", "NotoSerifEthiopic", "SourceSerif4", "SourceSans3", "SourceCodePro"] {
        let licence = make_book::fonts::LICENCES.iter().find(|(name, _)| name.starts_with(family));
        let (_, text) = licence.unwrap_or_else(|| panic!("{family} has no licence"));
        assert!(text.contains("SIL Open Font License") || text.contains("SIL OPEN FONT LICENSE"), "{family}");
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

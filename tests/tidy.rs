//! The repository's own rules: rooms and what they import, libraries and who knows them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every file below `folder` whose name ends with `ending`, by path from the repository's top.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![top.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository is readable") {
            let path = entry.expect("an entry of the folder is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let name = path.strip_prefix(top).expect("it is below the top").to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).expect("a source file is UTF-8")));
            }
        }
    }
    found.sort();
    found
}

/// What of a file is no test.
fn product(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

/// Whether a file of `src` holds tests alone.
fn is_test(file: &str) -> bool {
    file.ends_with("tests.rs") || file.contains("/tests/")
}

/// The room of a file of `src`.
fn room(file: &str) -> &str {
    let name = file.strip_prefix("src/").expect("a file of src");
    name.split('/').next().expect("a name").trim_end_matches(".rs")
}

/// Rooms that `text` names as `crate::room`.
fn imports(text: &str) -> BTreeSet<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect::<String>();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(word)
        .filter(|name| !name.is_empty())
        .collect()
}

/// The table of ARCHITECTURE.md: what each room may import.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = include_str!("../ARCHITECTURE.md");
    let rows = text.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split('|');
        let room = cells.next()?.trim().trim_end_matches('`').to_owned();
        let names = cells.next()?;
        let allowed = names.split(',').map(|name| name.trim().trim_matches('`').to_owned());
        Some((room, allowed.filter(|name| !name.is_empty() && name != "—").collect()))
    });
    rows.collect()
}

#[test]
fn a_room_imports_only_what_the_table_of_the_architecture_allows() {
    let table = table();
    for (file, text) in files("src", ".rs") {
        let room = room(&file);
        if matches!(room, "main" | "lib") {
            continue;
        }
        let allowed = table.get(room).unwrap_or_else(|| panic!("{room} is not in the table"));
        if is_test(&file) {
            continue;
        }
        for name in imports(product(&text)) {
            assert!(name == room || allowed.contains(&name), "{file} imports {name}");
        }
    }
}

#[test]
fn the_table_of_the_architecture_names_the_rooms_that_there_are() {
    let rooms: BTreeSet<String> = files("src", ".rs")
        .iter()
        .map(|(file, _)| room(file).to_owned())
        .filter(|room| room != "main" && room != "lib")
        .collect();
    assert_eq!(table().into_keys().collect::<BTreeSet<_>>(), rooms);
}

#[test]
fn the_table_of_the_architecture_has_no_cycle() {
    let mut table = table();
    while !table.is_empty() {
        let free: Vec<String> = table
            .iter()
            .filter(|(_, needs)| needs.iter().all(|need| !table.contains_key(need)))
            .map(|(room, _)| room.clone())
            .collect();
        assert!(!free.is_empty(), "a cycle among {:?}", table.keys().collect::<Vec<_>>());
        table.retain(|room, _| !free.contains(room));
    }
}

#[test]
fn no_exporter_imports_another() {
    const EXPORTERS: [&str; 2] = ["pdf", "epub"];
    let table = table();
    for exporter in EXPORTERS {
        let others = EXPORTERS.iter().filter(|other| **other != exporter);
        others.for_each(|other| assert!(!table[exporter].contains(*other), "{exporter} imports {other}"));
    }
}

#[test]
fn a_format_library_is_known_to_one_room() {
    const OWNERS: [(&str, &str); 12] = [
        ("usvg::", "graphics"),
        ("tiny_skia::", "cover"),
        ("image::codecs", "cover"),
        ("printpdf::", "pdf"),
        ("moxcms::", "pdf"),
        ("zune_jpeg::", "pdf"),
        ("lopdf::", "pdf"),
        ("subsetter::", "fonts"),
        ("epub_builder::", "epub"),
        ("zip::", "epub"),
        ("pulldown_cmark::", "markup"),
        ("clap::", "cli"),
    ];
    for (file, text) in files("src", ".rs") {
        for (library, owner) in OWNERS {
            let used = text.lines().any(|line| {
                let code = line.trim_start();
                !code.starts_with("//")
                    && (code.starts_with(&format!("use {library}")) || code.contains(&format!(" {library}")))
            });
            assert!(!used || room(&file) == owner, "{file} knows {library}");
        }
    }
}

#[test]
fn only_the_rooms_at_the_edge_touch_files_clock_or_environment() {
    const EDGE: [&str; 3] = ["loader", "store", "cli"];
    const OUTSIDE: [&str; 5] = ["std::fs", "std::env", "std::net", "std::time", "Instant::now"];
    for (file, text) in files("src", ".rs") {
        let product = product(&text);
        if EDGE.contains(&room(&file)) || room(&file) == "main" || is_test(&file) {
            continue;
        }
        for outside in OUTSIDE {
            assert!(!product.contains(outside), "{file} uses {outside}");
        }
    }
}

#[test]
fn no_process_is_spawned_and_no_socket_opened() {
    for (file, text) in files("src", ".rs") {
        for forbidden in ["process::Command", "TcpStream", "TcpListener", "UdpSocket"] {
            assert!(!text.contains(forbidden), "{file} uses {forbidden}");
        }
    }
}

#[test]
fn files_are_short_and_named_for_what_they_hold() {
    for (file, text) in files("src", ".rs") {
        let lines = text.lines().count();
        assert!(lines <= 800, "{file} has {lines} lines");
        let name = Path::new(&file).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        for vague in ["util", "utils", "helper", "helpers", "common", "misc", "types", "manager"] {
            assert!(name != vague, "{file} has a vague name");
        }
        assert!(text.starts_with("//!"), "{file} does not say what it is for");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = include_str!("../Cargo.toml");
    let mut in_dependencies = false;
    let mut reason = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
        } else if in_dependencies && line.starts_with('#') {
            reason = true;
        } else if in_dependencies && line.contains('=') {
            assert!(reason, "no reason for {line}");
            reason = false;
        }
    }
}

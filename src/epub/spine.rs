//! The files of the e-book in reading order, and their names.

use crate::document::{Document, Matter};

/// A file of the reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Leaf {
    /// The cover.
    Cover,
    /// The title page.
    Title,
    /// The imprint.
    Imprint,
    /// The contents, which is the navigation document.
    Contents,
    /// The title of part `n`.
    Part(u32),
    /// Chapter `n` of the document, and which of its files.
    Chapter(u32, u32),
    /// The index.
    Index,
}

impl Leaf {
    /// The name of its file.
    pub(super) fn file(self) -> String {
        match self {
            Self::Cover => "cover.xhtml".to_owned(),
            Self::Title => "title.xhtml".to_owned(),
            Self::Imprint => "imprint.xhtml".to_owned(),
            Self::Contents => "nav.xhtml".to_owned(),
            Self::Part(part) => format!("p{:03}.xhtml", part + 1),
            Self::Chapter(chapter, piece) => chapter_file(chapter, piece),
            Self::Index => "index.xhtml".to_owned(),
        }
    }
}

/// The name of file `piece` of chapter `chapter`.
fn chapter_file(chapter: u32, piece: u32) -> String {
    match piece {
        0 => format!("c{:03}.xhtml", chapter + 1),
        _ => format!("c{:03}-{}.xhtml", chapter + 1, piece + 1),
    }
}

/// The files of `document`, with a cover before them all if it has one; `pieces` says in how many files a
/// chapter is.
pub(super) fn spine(document: &Document, has_cover: bool, pieces: impl Fn(u32) -> u32) -> Vec<Leaf> {
    let mut leaves = Vec::from_iter(has_cover.then_some(Leaf::Cover));
    leaves.extend([Leaf::Title, Leaf::Imprint, Leaf::Contents]);
    let has_index = !document.index.is_empty();
    for (index, _) in document.indexed() {
        if has_index && document.index.before == Some(index) {
            leaves.push(Leaf::Index);
        }
        if let Some(part) = first_of_part(document, index)
            && has_page(document, part)
        {
            leaves.push(Leaf::Part(part));
        }
        leaves.extend((0..pieces(index)).map(|piece| Leaf::Chapter(index, piece)));
    }
    if has_index && document.index.before.is_none() {
        leaves.push(Leaf::Index);
    }
    leaves
}

/// Whether part `part` has a page for its title: a city's name stands above its text instead.
pub(super) fn has_page(document: &Document, part: u32) -> bool {
    let part = document.manifest.parts.get(part as usize);
    part.is_some_and(|part| part.title.is_some() && part.place.is_none())
}

/// The part that starts with chapter `chapter`, if one does.
pub(super) fn first_of_part(document: &Document, chapter: u32) -> Option<u32> {
    let part = part_of(document, chapter)?;
    let before = chapter.checked_sub(1).and_then(|before| part_of(document, before));
    (before != Some(part)).then_some(part)
}

/// The part that chapter `chapter` is in.
pub(super) fn part_of(document: &Document, chapter: u32) -> Option<u32> {
    match document.chapters.get(chapter as usize)?.matter {
        Matter::Body(part) => part,
        Matter::Front(_) | Matter::Back(_) => None,
    }
}

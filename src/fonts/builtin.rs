//! The font files that are built into the program: those of `fonts/` in its repository, byte for
//! byte as their makers ship them.

/// A font file by name.
#[derive(Clone, Copy, Debug)]
pub struct FontFile {
    /// Its name in `fonts/`.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
    /// What zlib makes of them, of a file that an e-book carries whole.
    pub deflated: Option<&'static [u8]>,
}

macro_rules! cut {
    ($name:literal) => {
        FontFile { name: $name, bytes: include_bytes!(concat!("../../fonts/", $name)), deflated: None }
    };
}

macro_rules! whole {
    ($name:literal) => {
        FontFile { deflated: Some(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".zlib"))), ..cut!($name) }
    };
}

/// All of them, by name.
pub const FILES: &[FontFile] = &[
    whole!("Amiri-Bold.ttf"),
    whole!("Amiri-Regular.ttf"),
    cut!("BookMyeongjoKR-Bold.otf"),
    cut!("BookMyeongjoKR-Medium.otf"),
    cut!("BookSongSC-Bold.otf"),
    cut!("BookSongSC-Medium.otf"),
    whole!("NotoSerifEthiopic-Bold.ttf"),
    whole!("NotoSerifEthiopic-Regular.ttf"),
    whole!("SourceCodePro-Bold.otf"),
    whole!("SourceCodePro-It.otf"),
    whole!("SourceCodePro-Regular.otf"),
    whole!("SourceSans3-Bold.otf"),
    whole!("SourceSans3-It.otf"),
    whole!("SourceSans3-Regular.otf"),
    whole!("SourceSans3-Semibold.otf"),
    whole!("SourceSans3-SemiboldIt.otf"),
    whole!("SourceSerif4-Bold.otf"),
    whole!("SourceSerif4-BoldIt.otf"),
    whole!("SourceSerif4-It.otf"),
    whole!("SourceSerif4-Regular.otf"),
    whole!("SourceSerif4-Semibold.otf"),
    whole!("SourceSerif4Caption-It.otf"),
    whole!("SourceSerif4Caption-Regular.otf"),
    whole!("SourceSerif4Display-It.otf"),
    whole!("SourceSerif4Display-Regular.otf"),
    whole!("SourceSerif4Display-Semibold.otf"),
];

/// Their licences: name of the file and text.
pub const LICENCES: &[(&str, &str)] = &[
    ("Amiri.txt", include_str!("../../fonts/licences/Amiri.txt")),
    ("BookSongSC-BookMyeongjoKR.txt", include_str!("../../fonts/licences/BookSongSC-BookMyeongjoKR.txt")),
    ("NotoSerifEthiopic.txt", include_str!("../../fonts/licences/NotoSerifEthiopic.txt")),
    ("SourceCodePro.md", include_str!("../../fonts/licences/SourceCodePro.md")),
    ("SourceSans3.md", include_str!("../../fonts/licences/SourceSans3.md")),
    ("SourceSerif4.md", include_str!("../../fonts/licences/SourceSerif4.md")),
];

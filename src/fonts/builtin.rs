//! The font files that are built into the program: those of `fonts/` in its repository, byte for
//! byte as their makers ship them.

/// A font file by name.
#[derive(Clone, Copy, Debug)]
pub struct FontFile {
    /// Its name in `fonts/`.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

macro_rules! file {
    ($name:literal) => {
        FontFile { name: $name, bytes: include_bytes!(concat!("../../fonts/", $name)) }
    };
}

/// All of them, by name.
pub const FILES: &[FontFile] = &[
    file!("Amiri-Bold.ttf"),
    file!("Amiri-Regular.ttf"),
    file!("BookMyeongjoKR-Bold.otf"),
    file!("BookMyeongjoKR-Medium.otf"),
    file!("BookSongSC-Bold.otf"),
    file!("BookSongSC-Medium.otf"),
    file!("NotoSerifEthiopic-Bold.ttf"),
    file!("NotoSerifEthiopic-Regular.ttf"),
    file!("SourceCodePro-Bold.otf"),
    file!("SourceCodePro-It.otf"),
    file!("SourceCodePro-Regular.otf"),
    file!("SourceSans3-Bold.otf"),
    file!("SourceSans3-It.otf"),
    file!("SourceSans3-Regular.otf"),
    file!("SourceSans3-Semibold.otf"),
    file!("SourceSans3-SemiboldIt.otf"),
    file!("SourceSerif4-Bold.otf"),
    file!("SourceSerif4-BoldIt.otf"),
    file!("SourceSerif4-It.otf"),
    file!("SourceSerif4-Regular.otf"),
    file!("SourceSerif4-Semibold.otf"),
    file!("SourceSerif4Caption-It.otf"),
    file!("SourceSerif4Caption-Regular.otf"),
    file!("SourceSerif4Display-It.otf"),
    file!("SourceSerif4Display-Regular.otf"),
    file!("SourceSerif4Display-Semibold.otf"),
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

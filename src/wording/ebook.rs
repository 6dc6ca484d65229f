//! What the e-book says besides: names of its parts and of its links.

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EbookWording {
    /// The list of printed pages.
    pub pages: &'static str,
    /// The list of the main places.
    pub landmarks: &'static str,
    /// The cover.
    pub cover: &'static str,
    /// The title page.
    pub title_page: &'static str,
    /// Where the text starts.
    pub start: &'static str,
    /// The imprint.
    pub imprint: &'static str,
    /// The link from a note to its mark.
    pub back: &'static str,
    /// Opens the data of a chart or map.
    pub data: &'static str,
}

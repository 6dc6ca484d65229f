//! SVG files → drawings.
//!
//! In come the bytes of a file and the faces of the book, out goes a [`Drawing`] with what of the
//! file it does not show. `refuse` looks at the XML before anything else does: a file that could run,
//! fetch or blow up anything is not parsed further. `draw` flattens the tree that `usvg` makes of it;
//! text becomes outlines of the book's faces.

mod contours;
mod draw;
mod faces;
mod refuse;
#[cfg(test)]
mod tests;

use super::Drawing;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

pub use faces::DrawingFaces;

/// Largest file, in bytes.
pub const MAX_SVG_BYTES: usize = 8 * 1024 * 1024;
/// Most pixels of CSS that a drawing may be wide or high: 26 m.
const MAX_EXTENT: f32 = 100_000.0;

/// What an SVG file shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Svg {
    /// Its shapes in its natural size: a pixel of CSS is 3/4 pt.
    pub drawing: Arc<Drawing>,
    /// What of it the drawing does not show.
    pub losses: BTreeSet<SvgLoss>,
}

/// Something of an SVG file that its drawing shows otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SvgLoss {
    /// A gradient is drawn in its mean colour.
    Gradient,
    /// A pattern is drawn in one pale colour.
    Pattern,
    /// Something transparent is drawn opaque, in the colour that it has over white.
    Transparency,
    /// A filter, such as a shadow, is left out.
    Filter,
    /// A clip or a mask is left out: what it hides would be seen.
    Clip,
    /// A raster image in it is left out.
    Image,
    /// A character that no font of the book has is left out.
    Character(char),
}

impl SvgLoss {
    /// Whether what is printed would be false, and not only plainer.
    #[must_use]
    pub fn is_grave(self) -> bool {
        matches!(self, Self::Clip | Self::Image | Self::Character(_))
    }

    /// What to do.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Gradient | Self::Pattern => "fill it with one colour, or give the drawing as a PNG",
            Self::Transparency => "give it the colour that it is to have",
            Self::Filter => "remove it, or give the drawing as a PNG",
            Self::Clip => "cut the shapes themselves in your drawing program, or give the drawing as a PNG",
            Self::Image => "give the image as a figure of its own, or the whole drawing as a PNG",
            Self::Character(_) => "put a font that has it into the folder `fonts`, or turn the text into outlines",
        }
    }
}

impl fmt::Display for SvgLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gradient => f.write_str("gradients are printed in their mean colour"),
            Self::Pattern => f.write_str("patterns are printed as one pale colour"),
            Self::Transparency => f.write_str("transparent colours are printed as they look over white"),
            Self::Filter => f.write_str("filters are not printed"),
            Self::Clip => f.write_str("clips and masks cannot be printed"),
            Self::Image => f.write_str("raster images in an SVG cannot be printed"),
            Self::Character(c) => write!(f, "no font has the character `{c}`"),
        }
    }
}

/// Why an SVG file is not used, and the line where that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SvgFault {
    /// The line of the file, from 1; 0 where no line is to blame.
    pub line: u32,
    /// What is wrong.
    pub kind: SvgFaultKind,
}

/// Why an SVG file is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SvgFaultKind {
    /// More than 8 MiB.
    TooLarge,
    /// Not UTF-8, or not well-formed XML.
    Broken(String),
    /// The outermost element is not `svg`.
    NotSvg,
    /// A document type or entities.
    DocumentType,
    /// An element that could run, fetch or move something.
    Element(String),
    /// An attribute that could run something.
    Handler(String),
    /// An address outside the file.
    Address(String),
    /// Style that could fetch or move something.
    Style(&'static str),
    /// A size that is missing, no number, or out of bounds.
    Size,
    /// Too many elements, or too deeply nested, once all uses are in their places.
    TooComplex,
    /// A use of an element that contains it.
    Circular,
}

impl SvgFaultKind {
    fn at(self, line: u32) -> SvgFault {
        SvgFault { line, kind: self }
    }

    /// What to do.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge | Self::TooComplex => "simplify its paths, or give the drawing as a PNG",
            Self::Broken(_) | Self::NotSvg | Self::Circular => "save it anew from your drawing program as plain SVG",
            Self::DocumentType => "delete the line that starts with `<!DOCTYPE`",
            Self::Element(_) | Self::Handler(_) | Self::Style(_) => "a book's drawing holds shapes and text alone",
            Self::Address(_) => "only addresses of its own (`#id`) and embedded PNG or JPEG images are allowed",
            Self::Size => "give the outermost element a `viewBox` such as \"0 0 600 400\"",
        }
    }
}

impl fmt::Display for SvgFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            SvgFaultKind::TooLarge => f.write_str("the drawing has more than 8 MiB"),
            SvgFaultKind::Broken(what) => write!(f, "the drawing is broken: {what}"),
            SvgFaultKind::NotSvg => f.write_str("its outermost element is not `svg`"),
            SvgFaultKind::DocumentType => f.write_str("it has a document type, which could hold entities"),
            SvgFaultKind::Element(name) => write!(f, "it has an element `{name}`"),
            SvgFaultKind::Handler(name) => write!(f, "it has an attribute `{name}`"),
            SvgFaultKind::Address(address) => write!(f, "it points outside itself, to `{address}`"),
            SvgFaultKind::Style(what) => write!(f, "its style holds `{what}`"),
            SvgFaultKind::Size => f.write_str("its size is missing or out of bounds"),
            SvgFaultKind::TooComplex => f.write_str("it has too many elements, or they are nested too deeply"),
            SvgFaultKind::Circular => f.write_str("an element in it uses itself"),
        }?;
        if self.line > 0 { write!(f, " (line {} of it)", self.line) } else { Ok(()) }
    }
}

/// Whether `bytes` are XML, and so may be SVG: the first sign that is no space is `<`.
#[must_use]
pub fn looks_like_svg(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    text.trim_ascii_start().starts_with(b"<")
}

/// What the SVG file `bytes` shows, with its text in `faces`.
///
/// # Errors
/// See [`SvgFaultKind`].
pub fn read_svg(bytes: &[u8], faces: &DrawingFaces<'_>) -> Result<Svg, SvgFault> {
    if bytes.len() > MAX_SVG_BYTES {
        return Err(SvgFaultKind::TooLarge.at(0));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| SvgFaultKind::Broken("it is not UTF-8".into()).at(0))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let xml = refuse::parse(text)?;
    let tree = faces.tree(&xml).map_err(|error| match error {
        usvg::Error::InvalidSize => SvgFaultKind::Size.at(1),
        usvg::Error::ElementsLimitReached => SvgFaultKind::TooComplex.at(0),
        error => SvgFaultKind::Broken(error.to_string()).at(0),
    })?;
    let size = tree.size();
    if !(size.width().is_normal() && size.height().is_normal()) || size.width().max(size.height()) > MAX_EXTENT {
        return Err(SvgFaultKind::Size.at(1));
    }
    Ok(draw::draw(&tree, faces))
}

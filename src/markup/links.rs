//! Where links lead: out of the book by the schemes allowed, or to a file or id in it.

use crate::document::LinkTarget;
use crate::source::{BookPath, PathFault, has_scheme};

/// Why a link leads nowhere.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LinkFault {
    /// The scheme is none of `http`, `https`, `mailto`.
    Scheme(String),
    /// The path is none of the book.
    Path(PathFault),
}

const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// The target of a link as written in the file `from`.
pub(super) fn target(written: &str, from: &BookPath) -> Result<LinkTarget, LinkFault> {
    // Readers of HTML skip tabs and line ends in a scheme.
    let visible: String = written.chars().filter(|c| !c.is_control()).collect();
    let visible = visible.trim();
    if has_scheme(visible) {
        return external(visible).ok_or_else(|| LinkFault::Scheme(scheme(visible)));
    }
    let (file, id) = match written.split_once('#') {
        Some((file, id)) => (file, Some(super::nfc(id)).filter(|id| !id.is_empty())),
        None => (written, None),
    };
    if file.is_empty() && written.starts_with('#') {
        return Ok(LinkTarget::Internal { file: None, id });
    }
    let file = from.join(file).map_err(LinkFault::Path)?;
    Ok(LinkTarget::Internal { file: Some(file).filter(|file| file != from), id })
}

fn scheme(url: &str) -> String {
    url.split(':').next().unwrap_or_default().to_ascii_lowercase()
}

fn external(url: &str) -> Option<LinkTarget> {
    SCHEMES.contains(&scheme(url).as_str()).then(|| LinkTarget::External(encode(url)))
}

/// `url` with the characters that no URL may have as percent sequences (RFC 3986, section 2).
fn encode(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for c in url.chars() {
        if c == ' ' || "\"<>\\^`{|}".contains(c) {
            encoded.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            encoded.push(c);
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_cork(written: &str) -> Result<LinkTarget, LinkFault> {
        target(written, &BookPath::new("cities/cork.md").expect("plain"))
    }

    #[test]
    fn only_web_and_mail_leave_the_book() {
        assert_eq!(from_cork("HTTPS://a.b/c d"), Ok(LinkTarget::External("HTTPS://a.b/c%20d".into())));
        for written in ["javascript:x", "JaVa\nscript:x", "\u{1}data:text/html,x", "vbscript:x", "file:///etc/passwd"] {
            assert!(matches!(from_cork(written), Err(LinkFault::Scheme(_))), "{written}");
        }
    }

    #[test]
    fn a_path_is_one_of_the_book_or_a_fault() {
        assert_eq!(from_cork("../../x.md"), Err(LinkFault::Path(PathFault::Leaves)));
        assert_eq!(from_cork("//host/x"), Err(LinkFault::Path(PathFault::Absolute)));
        assert_eq!(from_cork(""), Err(LinkFault::Path(PathFault::Empty)));
        assert_eq!(from_cork("#a"), Ok(LinkTarget::Internal { file: None, id: Some("a".into()) }));
        assert_eq!(from_cork("cork.md#a"), from_cork("#a"));
    }
}

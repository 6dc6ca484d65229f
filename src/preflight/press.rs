//! The profile of the press that the book brings.

use crate::diag::{Code, Diagnostic};
use crate::manifest::PressFile;
use std::sync::Arc;

/// `bytes`, if they are the ICC profile of a press with four inks (ICC.1, 7.2).
///
/// # Errors
/// They are not.
pub fn press(bytes: Arc<[u8]>, file: &PressFile) -> Result<Arc<[u8]>, Diagnostic> {
    let field = |at: usize| bytes.get(at..at + 4).unwrap_or_default();
    let message = if field(36) != b"acsp" {
        format!("`{}` is no ICC profile", file.path)
    } else if (field(12), field(16)) != (b"prtr".as_slice(), b"CMYK".as_slice()) {
        format!("`{}` is not the profile of a press with four inks", file.path)
    } else {
        return Ok(bytes);
    };
    let hint = "ask the printer for the CMYK output profile of the paper, or leave `profile` out";
    Err(Diagnostic::error(Code::Preflight, message).at(file.span).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{BookPath, SourceId, Span};

    fn check(bytes: &[u8], expected: Option<&str>) {
        let path = BookPath::new("a.icc").expect("plain");
        let file = PressFile { path, span: Span::new(SourceId(0), 0..1) };
        let fault = press(bytes.into(), &file).err().map(|fault| fault.message);
        assert_eq!(fault.as_deref(), expected);
    }

    #[test]
    fn only_the_profile_of_a_press_with_four_inks_is_taken() {
        check(b"short", Some("`a.icc` is no ICC profile"));
        check(include_bytes!("../../profiles/sRGB.icc"), Some("`a.icc` is not the profile of a press with four inks"));
        check(include_bytes!("../../profiles/FOGRA39L_coated.icc"), None);
    }
}

//! The names in the output folder: those of the outputs, and the passing ones beside them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// End of the name of a file that is being written.
const NEW: &str = ".make-book-new";
/// End of the second name of an old output while new ones take their names.
const OLD: &str = ".make-book-old";
/// The file that is locked during a build.
const LOCK: &str = ".make-book-lock";
/// Longest name of an output, in bytes: with a passing end it fits every file system.
const LONGEST: usize = 200;

/// Whether `name` is one that an output may have: letters, digits, `.`, `_` and `-` of ASCII, not
/// starting with a dot, so that it is never a path and never a hidden file.
pub(super) fn is_plain(name: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    !name.is_empty() && name.len() <= LONGEST && !name.starts_with('.') && name.bytes().all(allowed)
}

/// Where output `name` is written before it takes its name.
pub(super) fn new_path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!(".{name}{NEW}"))
}

/// Where the output that has `name` now is kept until all is done.
pub(super) fn old_path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!(".{name}{OLD}"))
}

/// The file that is locked.
pub(super) fn lock_path(folder: &Path) -> PathBuf {
    folder.join(LOCK)
}

/// Whether a build that was killed left the file `name`.
pub(super) fn is_leftover(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with('.') && (name.ends_with(NEW) || name.ends_with(OLD)))
}

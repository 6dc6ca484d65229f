//! The arguments as resolved.

use super::arguments::{Arguments, BuildArguments, CheckArguments, Command, FormatArgument};
use crate::diag::{Code, Diagnostic, nearest};
use crate::loader::Root;
use crate::pipeline::{Format, Request};
use crate::source::BookPath;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;
const COMMANDS: [&str; 6] = ["build", "check", "freeze", "lines", "new", "why"];

/// What is to be done.
pub(super) enum Job {
    Build(BookJob),
    Check(BookJob),
    Lines(BookJob),
    Freeze(BookJob),
    /// The page, by its folio.
    Why(String, BookJob),
    New(PathBuf),
}

/// A book to build or check.
pub(super) struct BookJob {
    pub request: Request,
    pub root: Root,
    pub manifest: BookPath,
    /// The folder of the manifest.
    pub folder: PathBuf,
    /// Where the outputs go.
    pub out: PathBuf,
    /// How many threads work; 0 is one a processor.
    pub jobs: usize,
}

/// The job that `arguments` describe; `epoch` is `SOURCE_DATE_EPOCH`.
pub(super) fn resolve(arguments: Arguments, epoch: Option<OsString>) -> Result<Job, Diagnostic> {
    let build = match arguments.command {
        None => arguments.build,
        Some(Command::Build(build)) => build,
        Some(Command::Check(common)) => return book_job(unwritten(common), epoch).map(Job::Check),
        Some(Command::Lines(common)) => return book_job(unwritten(common), epoch).map(Job::Lines),
        Some(Command::Freeze(common)) => {
            if common.chapter.is_some() {
                let fault = usage("the pages of one chapter cannot be frozen without the others".into());
                return Err(fault.hint("leave out --chapter"));
            }
            return book_job(unwritten(common), epoch).map(Job::Freeze);
        }
        Some(Command::Why { page, common }) => {
            return book_job(unwritten(common), epoch).map(|job| Job::Why(page, job));
        }
        Some(Command::New { folder }) => return Ok(Job::New(folder)),
    };
    book_job(build, epoch).map(Job::Build)
}

fn unwritten(common: CheckArguments) -> BuildArguments {
    BuildArguments { common, out: None, draft: false, show_grid: false }
}

fn book_job(arguments: BuildArguments, epoch: Option<OsString>) -> Result<BookJob, Diagnostic> {
    let epoch = epoch.map(|epoch| seconds(&epoch)).transpose()?;
    let CheckArguments { manifest, only, chapter, jobs, message_format: _ } = arguments.common;
    let manifest = if manifest.is_dir() { manifest.join("book.toml") } else { manifest };
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let name = manifest.file_name().and_then(OsStr::to_str).and_then(|name| BookPath::new(name).ok());
    let path = name.ok_or_else(|| usage(format!("`{}` does not name a manifest", manifest.display())))?;
    mistyped_command(&manifest)?;
    let request = Request {
        only: only.into_iter().map(format).collect(),
        chapter,
        draft: arguments.draft,
        show_grid: arguments.show_grid,
        epoch,
    };
    Ok(BookJob {
        request,
        root: Root::open(folder)?,
        manifest: path,
        folder: folder.to_owned(),
        out: arguments.out.unwrap_or_else(|| folder.join("dist")),
        jobs: jobs.map_or(0, |jobs| usize::from(jobs.get())),
    })
}

fn format(argument: FormatArgument) -> Format {
    match argument {
        FormatArgument::Epub => Format::Epub,
        FormatArgument::Print => Format::Print,
        FormatArgument::Screen => Format::Screen,
    }
}

/// `make-book chekc` names no manifest.
fn mistyped_command(manifest: &Path) -> Result<(), Diagnostic> {
    let Some(word) = manifest.to_str().filter(|word| word.bytes().all(|b| b.is_ascii_lowercase())) else {
        return Ok(());
    };
    match nearest(word, COMMANDS) {
        Some(command) if !manifest.exists() => {
            let message = format!("`{word}` is neither a command nor a manifest");
            Err(usage(message).hint(format!("did you mean `make-book {command}`?")))
        }
        _ => Ok(()),
    }
}

fn seconds(written: &OsStr) -> Result<i64, Diagnostic> {
    let text = written.to_str().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    let seconds = text.and_then(|text| text.parse().ok()).filter(|seconds| *seconds <= LAST_SECOND);
    seconds.ok_or_else(|| {
        usage(format!("SOURCE_DATE_EPOCH is `{}`", written.display()))
            .hint("set it to whole seconds since 1970, or unset it")
    })
}

/// A command that cannot be carried out.
pub(super) fn usage(message: String) -> Diagnostic {
    Diagnostic::fatal(Code::Usage, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_date_epoch_is_whole_seconds_since_1970() {
        let read = |text: &str| seconds(OsStr::new(text)).ok();
        assert_eq!(read("0"), Some(0));
        assert_eq!(read("1795996800"), Some(1_795_996_800));
        for text in ["", "abc", "-1", "+1", "1.5", " 1", "9223372036854775808", "253402300800"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

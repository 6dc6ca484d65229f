//! What a person types and sees.
//!
//! In come arguments and the environment, out go an exit code, reports on standard error and, at the
//! end, one line on standard output. How a book is made is not known here.

mod arguments;
mod book;
mod job;
mod progress;
mod report;
mod start;

use clap::Parser;
use job::{Job, resolve};
use report::Reporter;
use std::ffi::OsString;
use std::process::ExitCode;

/// The book was built.
const BUILT: u8 = 0;
/// The book has errors.
const FAULTY: u8 = 1;
/// The command is wrong, or a file cannot be read or written.
const FAILED: u8 = 2;

/// Does what `arguments` say; the first of them is the name of the program. The exit code is 0 if
/// the book was built, 1 if it has errors, 2 if the command is wrong or a file cannot be read or
/// written.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match arguments::Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // A closed pipe is no reason to fail: there is nobody left to tell.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { FAILED } else { BUILT });
        }
    };
    let reporter = Reporter::new(arguments.message_format());
    let done = resolve(arguments, std::env::var_os("SOURCE_DATE_EPOCH")).and_then(|job| match job {
        Job::Build(job) => book::build(&job, &reporter),
        Job::Check(job) => book::check(&job, &reporter),
        Job::Lines(job) => book::lines(&job, &reporter),
        Job::Freeze(job) => book::freeze(&job, &reporter),
        Job::Why(page, job) => book::why(&page, &job, &reporter),
        Job::New(folder) => start::start(&folder, &reporter).map(|()| BUILT),
    });
    ExitCode::from(done.unwrap_or_else(|diagnostic| {
        reporter.fatal(&diagnostic);
        FAILED
    }))
}

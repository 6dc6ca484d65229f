//! `make-book build`, `make-book check`, `make-book lines`, `make-book freeze` and `make-book why`.

use super::job::{BookJob, usage};
use super::progress::Bar;
use super::report::{Reporter, Summary};
use super::{BUILT, FAILED, FAULTY};
use crate::diag::{Diagnostic, Severity};
use crate::layout::{Account, Reason};
use crate::pipeline::{self, Outcome};
use crate::store::{Output, RealDisk, replace, write_all};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Stack of each thread, in bytes: room for a hundred levels of nesting in a build without
/// optimization.
const STACK: usize = 8 * 1024 * 1024;

/// Builds the book and writes its outputs, unless it has errors.
pub(super) fn build(job: &BookJob, reporter: &Reporter) -> Result<u8, Diagnostic> {
    let start = Instant::now();
    let outcome = outcome(job, reporter)?;
    let code = exit_code(&outcome);
    if code == FAILED || (code == FAULTY && !job.request.draft) {
        let (errors, _) = counts(&outcome);
        reporter.note(&format!("nothing was written: {errors} error{}", if errors == 1 { "" } else { "s" }));
        return Ok(code);
    }
    let paths = write(job, &outcome, reporter)?;
    reporter.summary(&summary(&outcome, &paths, start));
    Ok(code)
}

/// Builds the book and writes nothing.
pub(super) fn check(job: &BookJob, reporter: &Reporter) -> Result<u8, Diagnostic> {
    let start = Instant::now();
    let outcome = outcome(job, reporter)?;
    reporter.summary(&summary(&outcome, &[], start));
    Ok(exit_code(&outcome))
}

/// Shows on standard output how the lines of the book were set.
pub(super) fn lines(job: &BookJob, reporter: &Reporter) -> Result<u8, Diagnostic> {
    let (text, outcome) = threads(job)?.install(|| pipeline::lines(&job.request, &job.root, &job.manifest));
    reporter.diagnostics(&outcome.diagnostics, &outcome.sources);
    reporter.text(&text.unwrap_or_default());
    Ok(exit_code(&outcome))
}

/// Shows on standard output what page `page` pays for.
pub(super) fn why(page: &str, job: &BookJob, reporter: &Reporter) -> Result<u8, Diagnostic> {
    let (account, outcome) = threads(job)?.install(|| pipeline::why(&job.request, &job.root, &job.manifest, page));
    if outcome.severity() == Some(Severity::Fatal) {
        reporter.diagnostics(&outcome.diagnostics, &outcome.sources);
        return Ok(exit_code(&outcome));
    }
    let Some(Account { reasons, ends, edits }) = account else {
        let hint = "write its number as it stands on the page, such as 57 or ix";
        return Err(usage(format!("there is no page of text with the number `{page}`")).hint(hint));
    };
    let mut text = format!("page {page} costs {}\n", reasons.iter().map(|reason| reason.cost).sum::<i64>());
    let place = |reason: &Reason| {
        let place = reason.span.and_then(|span| Some((outcome.sources.get(span.source)?, span.start)));
        place.map_or(String::new(), |(source, start)| format!(" ({}:{})", source.path, source.line_column(start).0))
    };
    for reason in &reasons {
        text += &format!("{:>9}  it {}{}\n", reason.cost, reason.said, place(reason));
    }
    let changes = [("the next page could start elsewhere\n", &ends, 1), ("an edit would heal it\n", &edits, -1)];
    for (head, others, sign) in changes {
        text += if others.is_empty() { "" } else { head };
        for other in others {
            text += &format!("{:>+9}  {}{}\n", sign * other.cost, other.said, place(other));
        }
    }
    reporter.text(&text);
    Ok(exit_code(&outcome))
}

/// Writes the file that freezes the pages of the book beside its manifest.
pub(super) fn freeze(job: &BookJob, reporter: &Reporter) -> Result<u8, Diagnostic> {
    let (file, outcome) = threads(job)?.install(|| pipeline::freeze(&job.request, &job.root, &job.manifest));
    reporter.diagnostics(&outcome.diagnostics, &outcome.sources);
    if let Some((name, text)) = file {
        let output = Output { name: &name, bytes: text.as_bytes() };
        let folder = if job.folder.as_os_str().is_empty() { Path::new(".") } else { &job.folder };
        let path = replace(&RealDisk, folder, output)?;
        reporter.note(&format!("{} keeps the breaks of all pages", path.display()));
    }
    Ok(exit_code(&outcome))
}

fn threads(job: &BookJob) -> Result<rayon::ThreadPool, Diagnostic> {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(job.jobs).stack_size(STACK).build();
    threads
        .map_err(|error| usage(format!("the threads could not be started: {error}")).hint("ask for fewer with --jobs"))
}

fn outcome(job: &BookJob, reporter: &Reporter) -> Result<Outcome, Diagnostic> {
    let threads = threads(job)?;
    let bar = Bar::new(reporter.is_human());
    let outcome = threads.install(|| pipeline::build(&job.request, &job.root, &job.manifest, &bar));
    bar.clear();
    reporter.diagnostics(&outcome.diagnostics, &outcome.sources);
    Ok(outcome)
}

fn exit_code(outcome: &Outcome) -> u8 {
    match outcome.severity() {
        None | Some(Severity::Warning) => BUILT,
        Some(Severity::Error) => FAULTY,
        Some(Severity::Fatal) => FAILED,
    }
}

fn write(job: &BookJob, outcome: &Outcome, reporter: &Reporter) -> Result<Vec<PathBuf>, Diagnostic> {
    if outcome.files.is_empty() {
        return Ok(Vec::new());
    }
    let outputs: Vec<_> = outcome.files.iter().map(|(name, bytes)| Output { name, bytes }).collect();
    let mut waiting = || reporter.note(&format!("another build writes to `{}`: waiting for it", job.out.display()));
    write_all(&RealDisk, &job.out, &outputs, &mut waiting)
}

fn summary(outcome: &Outcome, paths: &[PathBuf], start: Instant) -> Summary {
    let sizes = outcome.files.iter().map(|(_, bytes)| bytes.len());
    let (errors, warnings) = counts(outcome);
    Summary {
        files: paths.iter().map(|path| path.display().to_string()).zip(sizes).collect(),
        pages: outcome.pages,
        words: outcome.words,
        errors,
        warnings,
        milliseconds: start.elapsed().as_millis(),
    }
}

/// Errors (fatal ones among them) and warnings.
fn counts(outcome: &Outcome) -> (usize, usize) {
    let warnings = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Warning).count();
    (outcome.diagnostics.len() - warnings, warnings)
}

//! The arguments as typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroU16;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Exit status: 0 built; 1 the book has errors; 2 the command is wrong, or a file cannot be read or written.
Set SOURCE_DATE_EPOCH to date a book whose manifest has no date; the clock is never read.";

/// Turns a manifest and Markdown chapters into an EPUB and typeset PDFs.
#[derive(Debug, Parser)]
#[command(name = "make-book", version, args_conflicts_with_subcommands = true, after_help = AFTER_HELP)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub build: BuildArguments,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Builds all outputs that the manifest names (this is what `make-book` does alone)
    #[command(after_help = AFTER_HELP)]
    Build(BuildArguments),
    /// Does everything but writing: reports faults, pages and words
    Check(CheckArguments),
    /// Shows how each paragraph was set: what its lines cost, and what other numbers of lines would
    Lines(CheckArguments),
    /// Shows why a page is as it is: what it pays for, what else it could be, which edit would heal it
    Why {
        /// The number of the page as it is printed, such as 57 or ix
        #[arg(value_name = "PAGE")]
        page: String,
        #[command(flatten)]
        common: CheckArguments,
    },
    /// Freezes the pages: builds keep their breaks until the file that it writes is deleted
    ///
    /// The file stands beside the manifest: book.pages.toml for book.toml. It tells each break by the words
    /// around it. Freeze after a print run; later corrections then keep pages, index and citations.
    Freeze(CheckArguments),
    /// Starts a small book that builds at once
    New {
        /// The folder of the book, which is created; it must be empty if it exists
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

#[derive(Args, Debug)]
pub(super) struct BuildArguments {
    #[command(flatten)]
    pub common: CheckArguments,
    /// Where the outputs go [default: the folder `dist` beside the manifest]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Writes the outputs even if the book has errors
    #[arg(long)]
    pub draft: bool,
    /// Also writes NAME-grid.pdf: the pages with their grid, text block, trim, bleed and boxes
    #[arg(long)]
    pub show_grid: bool,
}

#[derive(Args, Debug)]
pub(super) struct CheckArguments {
    /// The manifest, or the folder it is in
    #[arg(value_name = "MANIFEST", default_value = "book.toml")]
    pub manifest: PathBuf,
    /// The outputs to make [default: those of the manifest]
    #[arg(long, value_name = "FORMATS", value_delimiter = ',')]
    pub only: Vec<FormatArgument>,
    /// The one chapter to make, by its id
    #[arg(long, value_name = "ID")]
    pub chapter: Option<String>,
    /// How many threads work [default: one a processor]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroU16>,
    /// How faults are reported
    #[arg(long, value_name = "FORM", default_value = "human")]
    pub message_format: MessageFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArgument {
    /// NAME.epub
    Epub,
    /// NAME-print.pdf
    Print,
    /// NAME-screen.pdf
    Screen,
}

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// With the lines of the source, for people
    Human,
    /// One JSON object a line, for programs
    Json,
}

impl Arguments {
    /// The form that reports are wanted in.
    pub fn message_format(&self) -> MessageFormat {
        match &self.command {
            None => self.build.common.message_format,
            Some(Command::Build(build)) => build.common.message_format,
            Some(
                Command::Check(check)
                | Command::Lines(check)
                | Command::Freeze(check)
                | Command::Why { common: check, .. },
            ) => check.message_format,
            Some(Command::New { .. }) => MessageFormat::Human,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}

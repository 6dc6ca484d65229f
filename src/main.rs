//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    make_book::cli::run(std::env::args_os())
}

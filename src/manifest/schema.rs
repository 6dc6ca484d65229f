//! `book.toml` as written.

//! Writes the outputs: all of them or none, each whole or not at all.
//!
//! In come names and bytes, out go files in one folder. Every file is written whole under a passing
//! name in the same folder, and only when all are there do they take their names. A fault before
//! that removes the passing files; a fault during it gives the old files their names back. A lock
//! keeps two builds apart. What is in the files is not looked at here.

mod disk;
mod names;
mod write;

#[cfg(test)]
mod tests;

pub use disk::{Disk, RealDisk};
pub use write::{Output, replace, write_all};

//! The few operations on a disk that the store uses, so that tests can make each of them fail.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::Path;

/// What the store asks of a disk.
pub trait Disk {
    /// A file that is open for writing.
    type File;
    /// A lock that is held until it is dropped.
    type Lock;

    /// Creates `folder` and the folders above it, where they are missing.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;

    /// The names in `folder`, in no order.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>>;

    /// Locks the file at `path`, which is created if it is missing. Where another process holds it,
    /// `waiting` is called once, and the lock is waited for.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn lock(&self, path: &Path, waiting: &mut dyn FnMut()) -> io::Result<Self::Lock>;

    /// Creates a file at `path`, where nothing may be.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn create(&self, path: &Path) -> io::Result<Self::File>;

    /// Writes all of `bytes`.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn write(&self, file: &mut Self::File, bytes: &[u8]) -> io::Result<()>;

    /// Waits until the file is on the disk.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn sync(&self, file: &Self::File) -> io::Result<()>;

    /// Gives the file at `path` the second name `second`, where nothing may be. Whether there was a
    /// file at `path`.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn keep(&self, path: &Path, second: &Path) -> io::Result<bool>;

    /// Gives the file at `from` the name `to`, in place of the file that has it.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes the file at `path`.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Waits until the names in `folder` are on the disk.
    ///
    /// # Errors
    /// Whatever the disk says.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    type File = File;
    type Lock = Option<File>;

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
    }

    /// Some network disks have no locks; a build there goes on without one.
    fn lock(&self, path: &Path, waiting: &mut dyn FnMut()) -> io::Result<Self::Lock> {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        let locked = match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => {
                waiting();
                file.lock()
            }
            Err(TryLockError::Error(error)) => Err(error),
        };
        match locked {
            Ok(()) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn create(&self, path: &Path) -> io::Result<File> {
        File::create_new(path)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    /// A second link costs nothing; where the disk has no links, a copy is made.
    fn keep(&self, path: &Path, second: &Path) -> io::Result<bool> {
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
            Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(_) => {}
        }
        fs::hard_link(path, second).or_else(|_| fs::copy(path, second).map(|_| ()))?;
        Ok(true)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    /// A folder cannot be opened as a file here, and its names are written with the file.
    #[cfg(not(unix))]
    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }
}

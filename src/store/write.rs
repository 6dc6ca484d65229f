//! The order of operations that makes a set of files appear at once.

use super::disk::Disk;
use super::names::{is_leftover, is_plain, lock_path, new_path, old_path};
use crate::diag::{Code, Diagnostic};
use std::io;
use std::path::{Path, PathBuf};

/// A file to write.
#[derive(Clone, Copy, Debug)]
pub struct Output<'a> {
    /// Its name in the output folder: letters, digits, `.`, `_` and `-` of ASCII.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Writes `outputs` into `folder`, which is created if it is missing, and returns their paths. If
/// another build holds the folder, `waiting` is called once, and its end is waited for.
///
/// # Errors
/// A fatal diagnostic that names the path. The outputs in the folder are then those of before, and
/// no passing file is left, as far as the disk allows it.
pub fn write_all<D: Disk>(
    disk: &D,
    folder: &Path,
    outputs: &[Output],
    waiting: &mut dyn FnMut(),
) -> Result<Vec<PathBuf>, Diagnostic> {
    for output in outputs {
        check_name(output.name)?;
    }
    disk.create_folder(folder).map_err(|error| failure("created", folder, &error))?;
    let lock = lock_path(folder);
    let _held = disk.lock(&lock, waiting).map_err(|error| failure("locked", &lock, &error))?;
    remove_leftovers(disk, folder)?;
    let mut passing = Passing { disk, files: Vec::new() };
    for output in outputs {
        write_new(&mut passing, folder, *output)?;
    }
    let targets =
        outputs.iter().map(|output| target(&mut passing, folder, output.name)).collect::<Result<Vec<_>, _>>()?;
    take_names(disk, folder, &targets)?;
    Ok(targets.into_iter().map(|target| target.path).collect())
}

/// Writes `output` into `folder`, which is the manuscript's and not one of outputs, in place of the file that has its
/// name; returns its path. Any name will do that the folder takes.
///
/// # Errors
/// A fatal diagnostic that names the path. The old file is then as it was.
pub fn replace<D: Disk>(disk: &D, folder: &Path, output: Output) -> Result<PathBuf, Diagnostic> {
    let beside = |diagnostic: Diagnostic| diagnostic.hint("make room for the file, and its folder writable");
    let (path, new) = (folder.join(output.name), new_path(folder, output.name));
    // What a run left that was killed: if there is nothing, that is as well.
    let _ = disk.remove(&new);
    let mut passing = Passing { disk, files: Vec::new() };
    write_new(&mut passing, folder, output).map_err(beside)?;
    disk.rename(&new, &path).map_err(|error| beside(failure("replaced", &path, &error)))?;
    disk.sync_folder(folder).map_err(|error| beside(failure("written", folder, &error)))?;
    Ok(path)
}

/// Files under passing names: they are removed whatever happens.
struct Passing<'a, D: Disk> {
    disk: &'a D,
    files: Vec<PathBuf>,
}

impl<D: Disk> Drop for Passing<'_, D> {
    fn drop(&mut self) {
        for path in &self.files {
            // One that took its name is gone; one that cannot be removed is left to the next build.
            let _ = self.disk.remove(path);
        }
    }
}

/// An output and its passing names.
struct Target {
    path: PathBuf,
    new: PathBuf,
    /// The second name of the file that had the name before, if there was one.
    old: Option<PathBuf>,
}

fn check_name(name: &str) -> Result<(), Diagnostic> {
    if is_plain(name) {
        return Ok(());
    }
    let message = format!("`{name}` is not the name of an output");
    Err(Diagnostic::fatal(Code::Unwritable, message).hint("use letters, digits, `.`, `_` and `-`"))
}

fn remove_leftovers<D: Disk>(disk: &D, folder: &Path) -> Result<(), Diagnostic> {
    let names = disk.names(folder).map_err(|error| failure("listed", folder, &error))?;
    for name in names.iter().filter(|name| is_leftover(name)) {
        let path = folder.join(name);
        disk.remove(&path).map_err(|error| failure("removed", &path, &error))?;
    }
    Ok(())
}

fn write_new<D: Disk>(passing: &mut Passing<D>, folder: &Path, output: Output) -> Result<(), Diagnostic> {
    let disk = passing.disk;
    let path = new_path(folder, output.name);
    let mut file = disk.create(&path).map_err(|error| failure("created", &path, &error))?;
    passing.files.push(path.clone());
    disk.write(&mut file, output.bytes).map_err(|error| failure("written", &path, &error))?;
    disk.sync(&file).map_err(|error| failure("written", &path, &error))
}

fn target<D: Disk>(passing: &mut Passing<D>, folder: &Path, name: &str) -> Result<Target, Diagnostic> {
    let (path, old) = (folder.join(name), old_path(folder, name));
    // A copy that fails half-way is removed too.
    passing.files.push(old.clone());
    let kept = passing.disk.keep(&path, &old).map_err(|error| failure("replaced", &path, &error))?;
    Ok(Target { path, new: new_path(folder, name), old: kept.then_some(old) })
}

fn take_names<D: Disk>(disk: &D, folder: &Path, targets: &[Target]) -> Result<(), Diagnostic> {
    for (done, target) in targets.iter().enumerate() {
        if let Err(error) = disk.rename(&target.new, &target.path) {
            give_back(disk, &targets[..done]);
            return Err(failure("replaced", &target.path, &error));
        }
    }
    disk.sync_folder(folder).map_err(|error| {
        give_back(disk, targets);
        failure("written", folder, &error)
    })
}

/// The old files have their names again. A second fault here cannot be mended: that output is the
/// new one, whole.
fn give_back<D: Disk>(disk: &D, targets: &[Target]) {
    for target in targets {
        let _ = match &target.old {
            Some(old) => disk.rename(old, &target.path),
            None => disk.remove(&target.path),
        };
    }
}

fn failure(verb: &str, path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("`{}` could not be {verb}: {}", path.display(), describe(error));
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "choose another folder with --out",
        io::ErrorKind::StorageFull => "free some space on the disk",
        io::ErrorKind::IsADirectory | io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "move what is in the way, or choose another folder with --out"
        }
        _ => return Diagnostic::fatal(Code::Unwritable, message),
    };
    Diagnostic::fatal(Code::Unwritable, message).hint(hint)
}

/// The error in lower case, without the number that the system gives it.
fn describe(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

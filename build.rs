//! Deflates, once and as small as can be, what the outputs carry as it is: font files and colour profiles.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let out = env::var_os("OUT_DIR").expect("cargo names the folder of what is made");
    for folder in ["fonts", "profiles"] {
        println!("cargo::rerun-if-changed={folder}");
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let (Some(name), Some(ending)) = (path.file_name(), path.extension()) else { continue };
            if ["otf", "ttf", "icc"].iter().any(|carried| ending == *carried) {
                let mut name = name.to_owned();
                name.push(".zlib");
                fs::write(Path::new(&out).join(name), deflated(&fs::read(&path)?)?)?;
            }
        }
    }
    Ok(())
}

fn deflated(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

//! For which press or screen the colours are meant: output intents (ISO 32000-1, 14.11.5).

use super::Profile;
use super::compress::deflate;
use lopdf::{Document as File, Object, ObjectId, Stream, dictionary};

/// Offset on coated paper, and the name of its characterization in the registry of the ICC.
pub(super) const COATED: PressProfile<'static> = PressProfile {
    bytes: include_bytes!("../../profiles/FOGRA39L_coated.icc"),
    deflated: Some(include_bytes!(concat!(env!("OUT_DIR"), "/FOGRA39L_coated.icc.zlib"))),
    condition: "FOGRA39",
    description: "Offset printing on coated paper, ISO 12647-2",
};

/// A press of which the book brings the profile: its name is not in the registry.
pub(super) const OTHER: PressProfile<'static> =
    PressProfile { bytes: &[], deflated: None, condition: "Custom", description: "As the profile of this file says" };

/// sRGB, IEC 61966-2-1, as zlib makes it.
const SRGB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sRGB.icc.zlib"));

/// The profile of a press.
#[derive(Clone, Copy)]
pub(super) struct PressProfile<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// What zlib makes of it, where that is known.
    pub deflated: Option<&'static [u8]>,
    /// The name of the printing condition.
    pub condition: &'a str,
    /// The condition in words.
    pub description: &'a str,
}

/// Adds the profile of the edition to `file`.
pub(super) fn add_profile(press: &PressProfile<'_>, profile: Profile, file: &mut File) -> ObjectId {
    let (stream, components) = match profile {
        Profile::Print => (press.deflated.map_or_else(|| deflate(press.bytes), <[u8]>::to_vec), 4),
        Profile::Screen | Profile::Proof => (SRGB.to_vec(), 3),
    };
    let space = if components == 4 { "DeviceCMYK" } else { "DeviceRGB" };
    let dictionary = dictionary! { "N" => components, "Alternate" => space, "Filter" => "FlateDecode" };
    file.add_object(Stream::new(dictionary, stream))
}

/// The output intents of the edition, whose profile is the object `stream`.
pub(super) fn intents(press: &PressProfile<'_>, profile: Profile, stream: ObjectId) -> Object {
    let (kind, condition, description) = match profile {
        Profile::Print => ("GTS_PDFX", press.condition, press.description),
        Profile::Screen | Profile::Proof => ("GTS_PDFA1", "sRGB IEC61966-2.1", "sRGB IEC61966-2.1"),
    };
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => kind,
        "OutputConditionIdentifier" => Object::string_literal(condition),
        "OutputCondition" => Object::string_literal(description),
        "Info" => Object::string_literal(description),
        "RegistryName" => Object::string_literal("http://www.color.org"),
        "DestOutputProfile" => stream,
    };
    vec![intent.into()].into()
}

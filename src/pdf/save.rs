//! The objects of a file → its bytes (ISO 32000-1, 7.5).
//!
//! Objects are written as they come and forgotten: of a book of thousands of pages nothing is in memory
//! twice. What is no stream goes into object streams (7.5.7), and where all lies into a cross-reference
//! stream (7.5.8).

use super::codes::push_escaped;
use super::compress::{Deflater, Packed};
use super::number::write_decimal;
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};

/// Objects of one object stream.
const OBJECTS_PER_STREAM: usize = 200;

/// Bytes of an entry of the cross-reference stream: kind; offset or object stream; place in it.
const ENTRY: [usize; 3] = [1, 5, 2];

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    Nowhere,
    /// At this byte of the file.
    At(u64),
    /// In this object stream, at this place.
    In(u32, u16),
}

/// A file on its way.
pub(super) struct Save {
    bytes: Vec<u8>,
    /// Where each object is, by its number.
    places: Vec<Place>,
    /// The numbers of the objects that are being packed, and where each starts.
    packed: Vec<(u32, usize)>,
    /// Their bytes.
    packing: Vec<u8>,
    deflater: Deflater,
}

impl Save {
    /// A file of `version` whose objects have numbers up to `last`, and which takes more than `room` bytes.
    pub(super) fn new(version: &str, last: u32, room: usize) -> Self {
        let mut bytes = Vec::with_capacity(room + room / 2);
        bytes.extend_from_slice(format!("%PDF-{version}\n%").as_bytes());
        // Bytes above 127 say that the file is no text (7.5.2).
        bytes.extend_from_slice(&[0xBB, 0xAD, 0xC0, 0xDE, b'\n']);
        let places = vec![Place::Nowhere; last as usize + 1];
        Self { bytes, places, packed: Vec::new(), packing: Vec::new(), deflater: Deflater::new() }
    }

    /// Adds object `id`.
    pub(super) fn add(&mut self, id: ObjectId, object: &Object) {
        match object {
            Object::Stream(stream) => self.add_stream(id.0, stream),
            _ => self.add_written(id, |out| write(object, out)),
        }
    }

    /// Adds object `id`, which is no stream, as `write` writes it.
    pub(super) fn add_written(&mut self, (number, _): ObjectId, write: impl FnOnce(&mut Vec<u8>)) {
        self.packed.push((number, self.packing.len()));
        write(&mut self.packing);
        self.packing.push(b'\n');
        if self.packed.len() == OBJECTS_PER_STREAM {
            self.pack();
        }
    }

    /// Adds the stream `id`, of which nothing is to be said but whether it is deflated.
    pub(super) fn add_packed(&mut self, (number, _): ObjectId, packed: &Packed) {
        let filter: &[u8] = match packed {
            Packed::Plain(_) => b"",
            Packed::Deflated(_) => b"/Filter/FlateDecode",
        };
        self.write_stream(number, packed.bytes(), |out| out.extend_from_slice(filter));
    }

    fn add_stream(&mut self, number: u32, stream: &Stream) {
        let entries = stream.dict.iter().filter(|(key, _)| *key != b"Length");
        self.write_stream(number, &stream.content, |out| entries.for_each(|(key, value)| write_entry(key, value, out)));
    }

    fn write_stream(&mut self, number: u32, content: &[u8], entries: impl FnOnce(&mut Vec<u8>)) {
        self.place(number, Place::At(self.offset()));
        write_decimal(&mut self.bytes, number.into(), 0);
        self.bytes.extend_from_slice(b" 0 obj\n<<");
        entries(&mut self.bytes);
        self.bytes.extend_from_slice(b"/Length ");
        write_decimal(&mut self.bytes, content.len() as i64, 0);
        self.bytes.extend_from_slice(b">>stream\n");
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    fn offset(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn place(&mut self, number: u32, place: Place) {
        let index = number as usize;
        if index >= self.places.len() {
            self.places.resize(index + 1, Place::Nowhere);
        }
        self.places[index] = place;
    }

    /// Writes the objects that are being packed.
    fn pack(&mut self) {
        if self.packed.is_empty() {
            return;
        }
        let (packed, packing) = (std::mem::take(&mut self.packed), std::mem::take(&mut self.packing));
        let container = self.places.len() as u32;
        let mut content = Vec::with_capacity(packing.len() + packed.len() * 12);
        for (index, (number, start)) in (0..).zip(&packed) {
            self.place(*number, Place::In(container, index));
            for number in [i64::from(*number), *start as i64] {
                write_decimal(&mut content, number, 0);
                content.push(b' ');
            }
        }
        let dictionary = dictionary! {
            "Type" => "ObjStm",
            "N" => packed.len() as i64,
            "First" => content.len() as i64,
            "Filter" => "FlateDecode",
        };
        content.extend_from_slice(&packing);
        let content = self.deflater.deflate(&content);
        self.add_stream(container, &Stream::new(dictionary, content));
    }

    /// The whole file, with what `trailer` says.
    pub(super) fn finish(mut self, trailer: &Dictionary) -> Vec<u8> {
        self.pack();
        let start = self.offset();
        let own = self.places.len() as u32;
        self.place(own, Place::At(start));
        let mut dictionary = trailer.clone();
        dictionary.set("Type", "XRef");
        dictionary.set("Size", self.places.len() as i64);
        dictionary.set("W", ENTRY.map(|bytes| Object::Integer(bytes as i64)).to_vec());
        dictionary.set("Filter", "FlateDecode");
        let columns = ENTRY.iter().sum::<usize>();
        dictionary.set("DecodeParms", dictionary! { "Predictor" => 12, "Columns" => columns as i64 });
        let table = self.deflater.deflate(&table(&self.places));
        self.add_stream(own, &Stream::new(dictionary, table));
        self.bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        self.bytes
    }
}

/// The entries of `places`, each as what it differs by from the one above (7.4.4.4).
fn table(places: &[Place]) -> Vec<u8> {
    let mut table = Vec::with_capacity(places.len() * 9);
    let mut above = [0; 8];
    for (index, place) in places.iter().enumerate() {
        let (kind, first, second) = match *place {
            // The first entry heads the list of free ones, in which there is no other.
            Place::Nowhere => (0, 0, if index == 0 { u16::MAX } else { 0 }),
            Place::At(offset) => (1, offset, 0),
            Place::In(container, place) => (2, u64::from(container), place),
        };
        // Five bytes are enough for a thousand gigabytes.
        let [_, _, _, a, b, c, d, e] = first.to_be_bytes();
        let [f, g] = second.to_be_bytes();
        let entry: [u8; 8] = [kind, a, b, c, d, e, f, g];
        table.push(2);
        table.extend(entry.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = entry;
    }
    table
}

/// Writes `object` as it stands in a file (7.3).
fn write(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Integer(value) => write_decimal(out, *value, 0),
        Object::Real(value) => out.extend_from_slice(finite(*value).to_string().as_bytes()),
        Object::Reference(id) => write_reference(*id, out),
        Object::Name(name) => write_name(name, out),
        Object::String(text, StringFormat::Literal) => write_string(text, out),
        Object::String(text, StringFormat::Hexadecimal) => {
            let digits: String = text.iter().map(|byte| format!("{byte:02X}")).collect();
            out.extend_from_slice(format!("<{digits}>").as_bytes());
        }
        Object::Array(objects) => write_array(objects, out),
        Object::Dictionary(dictionary) => write_dictionary(dictionary, out),
        Object::Stream(_) => {
            unreachable!("a stream is no part of another object (7.3.8): `Save::add` takes each by itself")
        }
    }
}

/// Writes what leads to object `id`.
pub(super) fn write_reference((number, generation): ObjectId, out: &mut Vec<u8>) {
    write_decimal(out, number.into(), 0);
    out.push(b' ');
    write_decimal(out, generation.into(), 0);
    out.extend_from_slice(b" R");
}

/// `value` as a number that can be written: the format has no others.
fn finite(value: f32) -> f32 {
    if value.is_nan() { 0.0 } else { value.clamp(f32::MIN, f32::MAX) }
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    if name.iter().all(u8::is_ascii_alphanumeric) {
        return out.extend_from_slice(name);
    }
    for byte in name {
        match byte {
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' | b'#' => {
                out.extend_from_slice(format!("#{byte:02X}").as_bytes());
            }
            b'!'..=b'~' => out.push(*byte),
            _ => out.extend_from_slice(format!("#{byte:02X}").as_bytes()),
        }
    }
}

fn write_string(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'(');
    text.iter().for_each(|byte| push_escaped(out, *byte));
    out.push(b')');
}

fn write_array(objects: &[Object], out: &mut Vec<u8>) {
    out.push(b'[');
    for (index, object) in objects.iter().enumerate() {
        if index > 0 && needs_space(object) {
            out.push(b' ');
        }
        write(object, out);
    }
    out.push(b']');
}

fn write_dictionary(dictionary: &Dictionary, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<<");
    write_entries(dictionary, out);
    out.extend_from_slice(b">>");
}

/// Writes what stands between the brackets of `dictionary`.
pub(super) fn write_entries(dictionary: &Dictionary, out: &mut Vec<u8>) {
    dictionary.iter().for_each(|(key, value)| write_entry(key, value, out));
}

fn write_entry(key: &[u8], value: &Object, out: &mut Vec<u8>) {
    write_name(key, out);
    if needs_space(value) {
        out.push(b' ');
    }
    write(value, out);
}

/// Whether `object` must be told from a name or number before it.
fn needs_space(object: &Object) -> bool {
    matches!(object, Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Reference(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(object: impl Into<Object>) -> String {
        let mut out = Vec::new();
        write(&object.into(), &mut out);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn every_kind_of_object_is_written_as_the_standard_says() {
        let inner: Vec<Object> =
            vec![1.into(), "A#b".into(), Object::Real(-0.25), (7, 0).into(), Object::Null, true.into()];
        let text = dictionary! { "K" => inner, "T" => Object::string_literal("a(b)\\\r"), "N" => 3 };
        assert_eq!(written(text), "<</K[1/A#23b -0.25 7 0 R null true]/T(a\\(b\\)\\\\\\r)/N 3>>");
        assert_eq!(written(Object::String(vec![0xFE, 0x0F], StringFormat::Hexadecimal)), "<FE0F>");
    }

    #[test]
    fn what_is_no_number_is_written_as_one() {
        assert_eq!(written(Object::Real(f32::NAN)), "0");
        let far = written(Object::Real(f32::NEG_INFINITY));
        assert!(far.starts_with('-') && far[1..].bytes().all(|byte| byte.is_ascii_digit()), "{far}");
    }

    #[test]
    fn what_is_saved_is_read_again_however_many_objects_there_are() {
        let count = OBJECTS_PER_STREAM as u32 * 2 + 50;
        let mut save = Save::new("1.7", count + 3, 0);
        for number in 1..=count {
            save.add((number, 0), &dictionary! { "Type" => "Catalog", "Own" => i64::from(number) }.into());
        }
        save.add((count + 1, 0), &Stream::new(Dictionary::new(), b"bytes".to_vec()).into());
        let text = b"many bytes ".repeat(99);
        save.add_packed((count + 2, 0), &Deflater::new().pack(&text));
        save.add_packed((count + 3, 0), &Deflater::new().pack(b"few"));
        let bytes = save.finish(&dictionary! { "Root" => (1, 0) });
        let file = lopdf::Document::load_mem(&bytes).expect("a file");
        for number in 1..=count {
            let own = file.get_dictionary((number, 0)).and_then(|object| object.get(b"Own")?.as_i64());
            assert_eq!(own.ok(), Some(i64::from(number)));
        }
        let stream = file.get_object((count + 1, 0)).and_then(Object::as_stream).expect("a stream");
        assert_eq!(stream.content, b"bytes");
        let content = |number| file.get_object((number, 0)).and_then(Object::as_stream)?.get_plain_content();
        assert_eq!(content(count + 2).expect("its bytes"), text);
        assert_eq!(content(count + 3).expect("its bytes"), b"few");
    }
}

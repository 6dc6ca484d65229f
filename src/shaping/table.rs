//! The words of a setting by their text.

use super::ShapedWord;
use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher;

/// Where the words of a setting stand by their text. Nearly all are short: they are known by a number, and found
/// with as few looks into memory as can be, since a book asks for a hundred thousand.
#[derive(Default)]
pub(super) struct WordTable {
    short: HashTable<u32>,
    long: FxHashMap<Box<str>, u32>,
}

impl WordTable {
    /// Where `text` stands in `words`.
    pub fn get(&self, text: &str, words: &boxcar::Vec<ShapedWord>) -> Option<usize> {
        let index = match number_of(text) {
            0 => self.long.get(text),
            number => self.short.find(hash_of(number), |index| words[*index as usize].number == number),
        };
        index.map(|index| *index as usize)
    }

    /// Puts `word`, which is `text`, behind `words`, if it is not among them; returns where it stands.
    pub fn keep(&mut self, text: &str, word: ShapedWord, words: &boxcar::Vec<ShapedWord>) -> usize {
        if let Some(index) = self.get(text, words) {
            return index;
        }
        let number = word.number;
        let index = words.push(word);
        match number {
            0 => _ = self.long.insert(text.into(), index as u32),
            number => {
                let hash = |index: &u32| hash_of(words[*index as usize].number);
                self.short.insert_unique(hash_of(number), index as u32, hash);
            }
        }
        index
    }
}

/// The bytes of `text` and how many there are, if they are fewer than 16; else 0.
pub(super) fn number_of(text: &str) -> u128 {
    let mut bytes = [0; 16];
    bytes[15] = text.len() as u8;
    match bytes[..15].get_mut(..text.len()) {
        Some(head) => head.copy_from_slice(text.as_bytes()),
        None => return 0,
    }
    u128::from_le_bytes(bytes)
}

fn hash_of(number: u128) -> u64 {
    FxBuildHasher.hash_one(number)
}

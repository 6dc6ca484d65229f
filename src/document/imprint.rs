//! What the manifest says for the imprint, in the words of the book's language: print and e-book
//! share it.

use crate::manifest::Metadata;
use crate::wording;

/// `Edition 1, revision 2`.
#[must_use]
pub fn edition_line(metadata: &Metadata) -> Option<String> {
    let words = wording::imprint(&metadata.language);
    let edition = metadata.edition.as_ref()?;
    Some(match metadata.revision {
        Some(revision) => format!("{} {edition}, {} {revision}", words.edition, words.revision),
        None => format!("{} {edition}", words.edition),
    })
}

/// The day of publication as the book's language writes it.
#[must_use]
pub fn publication_date(metadata: &Metadata) -> Option<String> {
    metadata.date.as_ref().map(|date| wording::date(date, &metadata.language))
}

/// The typefaces by family, those of one licence together: `Source Serif 4, Amiri (SIL Open Font
/// License 1.1)`. Optical sizes of a family are not named beside it.
#[must_use]
pub fn typefaces<'a>(families: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> String {
    let mut known: Vec<(&str, Option<&str>)> = families.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let is_size =
        |name: &str| names.iter().any(|other| name.strip_prefix(other).is_some_and(|rest| rest.starts_with(' ')));
    known.retain(|(name, _)| !is_size(name));
    let mut licences: Vec<Option<&str>> = known.iter().map(|(_, licence)| *licence).collect();
    licences.sort_unstable_by_key(|licence| (licence.is_none(), *licence));
    licences.dedup();
    let group = |licence: &Option<&str>| {
        let names = known.iter().filter(|(_, of)| of == licence).map(|(name, _)| *name);
        let names = names.collect::<Vec<_>>().join(", ");
        match licence {
            Some(licence) => format!("{names} ({licence})"),
            None => names,
        }
    };
    licences.iter().map(group).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typefaces_of_one_licence_stand_together_and_optical_sizes_are_not_named() {
        let ofl = Some("SIL Open Font License 1.1");
        let families = [("Serif 4 Display", ofl), ("House", None), ("Serif 4", ofl), ("Amiri", ofl), ("Serif 4", ofl)];
        assert_eq!(typefaces(families), "Amiri, Serif 4 (SIL Open Font License 1.1); House");
        assert_eq!(typefaces([]), "");
    }
}

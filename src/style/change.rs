//! What the manifest changes in a role.

use super::{Alignment, BlockStyle, Family, Figures, Ink, Weight};
use crate::manifest::{AlignmentChoice, FamilyChoice, FiguresChoice, InkChoice, RoleChange, WeightChoice};

/// Puts what `change` names into `style`.
pub(super) fn apply(style: &mut BlockStyle, change: &RoleChange, accent: Ink) {
    let text = &mut style.text;
    set(&mut text.face.family, change.family.map(family));
    set(&mut text.face.weight, change.weight.map(weight));
    set(&mut text.face.italic, change.italic);
    set(&mut text.size, change.size);
    set(&mut text.figures, change.figures.map(figures));
    set(&mut text.small_caps, change.small_caps);
    set(&mut text.ink, change.ink.map(|choice| ink(choice, accent)));
    set(&mut style.alignment, change.alignment.map(alignment));
    set(&mut style.hyphenate, change.hyphenate);
    set(&mut style.indent, change.indent);
    set(&mut style.inset, change.inset);
    set(&mut style.above, change.above);
    set(&mut style.below, change.below);
}

fn set<T>(value: &mut T, change: Option<T>) {
    if let Some(changed) = change {
        *value = changed;
    }
}

fn family(choice: FamilyChoice) -> Family {
    match choice {
        FamilyChoice::Text => Family::Text,
        FamilyChoice::Display => Family::Display,
        FamilyChoice::Caption => Family::Caption,
        FamilyChoice::Sans => Family::Sans,
        FamilyChoice::Mono => Family::Mono,
    }
}

fn weight(choice: WeightChoice) -> Weight {
    match choice {
        WeightChoice::Regular => Weight::Regular,
        WeightChoice::Semibold => Weight::Semibold,
        WeightChoice::Bold => Weight::Bold,
    }
}

fn figures(choice: FiguresChoice) -> Figures {
    match choice {
        FiguresChoice::OldStyle => Figures::OldStyle,
        FiguresChoice::Lining => Figures::Lining,
        FiguresChoice::Tabular => Figures::Tabular,
    }
}

fn ink(choice: InkChoice, accent: Ink) -> Ink {
    match choice {
        InkChoice::Black => Ink::BLACK,
        InkChoice::Grey => Ink::GREY,
        InkChoice::Accent => accent,
    }
}

fn alignment(choice: AlignmentChoice) -> Alignment {
    match choice {
        AlignmentChoice::Justified => Alignment::Justified,
        AlignmentChoice::Start => Alignment::Start,
        AlignmentChoice::Centre => Alignment::Centre,
        AlignmentChoice::End => Alignment::End,
    }
}

#[cfg(test)]
mod tests {
    use crate::manifest::{ROLE_NAMES, read};
    use crate::source::{BookPath, Sources};
    use crate::style::{Family, Ink, Role, StyleSheet, sheet};

    fn styled(look: &str) -> StyleSheet {
        let text = format!("chapters = [\"a.md\"]\n[book]\ntitle = \"T\"\nlanguage = \"en\"\n{look}");
        let mut sources = Sources::default();
        let id = sources.add(BookPath::new("book.toml").expect("a path"), text.into());
        let (manifest, diagnostics) = read(sources.get(id).expect("just added"), None);
        assert_eq!(diagnostics, []);
        sheet(&manifest.expect("a manifest"))
    }

    #[test]
    fn every_role_has_its_name_in_the_manifest() {
        let names: Vec<String> = Role::ALL.iter().map(|role| kebab(&format!("{role:?}"))).collect();
        assert_eq!(names, ROLE_NAMES);
    }

    /// `Heading2` → `heading-2`.
    fn kebab(name: &str) -> String {
        let mut text = String::new();
        for c in name.chars() {
            if !text.is_empty() && (c.is_ascii_uppercase() || c.is_ascii_digit()) {
                text.push('-');
            }
            text.push(c.to_ascii_lowercase());
        }
        text
    }

    #[test]
    fn a_book_in_black_has_no_colour_on_its_plates_and_keeps_it_on_the_screen() {
        let black = styled("[print]\ncolour = \"black\"\n");
        assert_eq!(black.accent.cmyk, [0, 0, 0, 1000]);
        assert_eq!(black.tint.cmyk, [0, 0, 0, 80]);
        assert_eq!(black.accent.rgb, Ink::ACCENT.rgb);
        let chapter = black.get(Role::ChapterTitle).text.ink;
        assert_eq!(chapter, black.accent);
    }

    #[test]
    fn the_manifest_changes_a_role_by_its_name_and_leaves_the_others() {
        let plain = styled("");
        let changed = styled("[style.heading-2]\nfamily = \"sans\"\nink = \"accent\"\nabove = 1\n");
        let style = changed.get(Role::Heading2);
        assert_eq!((style.text.face.family, style.text.ink, style.above), (Family::Sans, Ink::ACCENT, 1));
        assert_eq!(style.text.size, plain.get(Role::Heading2).text.size);
        assert_eq!(changed.get(Role::Heading3), plain.get(Role::Heading3));
    }
}

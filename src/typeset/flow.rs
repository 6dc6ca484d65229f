//! Where blocks stand.

use crate::document::{Block, Passage};
use crate::geometry::Length;
use crate::language::{Direction, Language};
use crate::style::{Alignment, Role, StyleSheet};

/// Where blocks stand: their edges, language, role.
#[derive(Clone)]
pub(super) struct Flow {
    /// Distance from the left edge of the text block.
    pub left: Length,
    /// Distance from the right edge.
    pub right: Length,
    /// The width of the text block.
    pub measure: Length,
    pub language: Language,
    pub direction: Direction,
    /// What paragraphs are.
    pub role: Role,
    /// How many lists are around it.
    pub depth: u32,
}

impl Flow {
    /// The text block.
    pub fn of(language: &Language, style: &StyleSheet) -> Self {
        Self {
            left: Length::ZERO,
            right: Length::ZERO,
            measure: style.page.measure(),
            language: language.clone(),
            direction: language.direction(),
            role: Role::Body,
            depth: 0,
        }
    }

    /// Its width between its edges.
    pub fn width(&self) -> Length {
        self.measure - self.left - self.right
    }

    /// The same with a width of `measure`, from the side where reading starts.
    pub fn narrowed(&self, measure: Length) -> Self {
        let spare = self.width() - measure;
        match self.direction {
            Direction::LeftToRight => Self { right: self.right + spare, ..self.clone() },
            Direction::RightToLeft => Self { left: self.left + spare, ..self.clone() },
        }
    }

    /// The same with a width of `measure`, at the side where lines of `alignment` are even.
    pub fn narrowed_at(&self, alignment: Alignment, measure: Length) -> Self {
        match alignment {
            Alignment::End => self.indented(self.width() - measure),
            Alignment::Centre => self.indented((self.width() - measure) / 2).narrowed(measure),
            Alignment::Start | Alignment::Justified => self.narrowed(measure),
        }
    }

    /// The same for what stands in `block`, in its language.
    pub fn of_block(&self, block: &Block) -> Self {
        let language = block.attributes.language.clone().unwrap_or_else(|| self.language.clone());
        let own = block.attributes.language.as_ref().map(Language::direction);
        let direction = block.attributes.direction.or(own).unwrap_or(self.direction);
        Self { language, direction, ..self.clone() }
    }

    /// The same for `passage`, which runs in the direction of its language where all of it is in one.
    pub fn of_passage(&self, passage: &Passage) -> Self {
        match passage.sole_language() {
            Some(language) => Self { language: language.clone(), direction: language.direction(), ..self.clone() },
            None => self.clone(),
        }
    }

    /// What the text of lists is: in a box that of the box.
    pub fn list_role(&self) -> Role {
        if self.role == Role::BoxText { Role::BoxText } else { Role::ListText }
    }

    /// The same, indented at the side where reading starts.
    pub fn indented(&self, by: Length) -> Self {
        match self.direction {
            Direction::LeftToRight => Self { left: self.left + by, ..self.clone() },
            Direction::RightToLeft => Self { right: self.right + by, ..self.clone() },
        }
    }
}

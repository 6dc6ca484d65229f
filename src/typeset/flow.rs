//! Where blocks stand.

use crate::document::{Block, Passage};
use crate::geometry::Length;
use crate::language::{Direction, Language};
use crate::style::{BlockStyle, Role, StyleSheet, TextStyle};

/// The size of a paragraph from right to left, in hundredths of that of its style. Arabic letters reach further
/// above and below their line than Latin ones: at this size the marks of one line are clear of the one above, and
/// all stay on the grid. Beside Latin, where marks are few, they are as large as that asks for.
const ARABIC: i64 = 90;

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

    /// `style` for a paragraph in this direction.
    pub fn of_paragraph(&self, style: &BlockStyle) -> BlockStyle {
        match self.direction {
            Direction::LeftToRight => *style,
            Direction::RightToLeft => {
                BlockStyle { text: TextStyle { size: style.text.size.scale(ARABIC, 100), ..style.text }, ..*style }
            }
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

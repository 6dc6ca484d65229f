//! An element of MathML (MathML 3, chapter 3).

/// An element with its attributes and what is in it. Names of elements and attributes are of our own
/// making; values and texts may come from an author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: &'static str,
    /// Its attributes, each name once.
    pub attributes: Vec<(&'static str, String)>,
    /// What is in it.
    pub content: Content,
}

/// What is in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text.
    Text(String),
    /// Elements.
    Elements(Vec<Element>),
}

impl Element {
    /// A token of text.
    pub(super) fn token(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, attributes: Vec::new(), content: Content::Text(text.into()) }
    }

    /// An element that holds others.
    pub(super) fn of(name: &'static str, elements: Vec<Self>) -> Self {
        Self { name, attributes: Vec::new(), content: Content::Elements(elements) }
    }

    /// `elements` as one: the only one of them, or a row.
    pub(super) fn row(mut elements: Vec<Self>) -> Self {
        match (elements.pop(), elements.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                elements.extend(last);
                Self::of("mrow", elements)
            }
        }
    }

    /// A space, `width` wide.
    pub(super) fn space(width: impl Into<String>) -> Self {
        Self::of("mspace", Vec::new()).with("width", width)
    }

    /// The same with attribute `name`.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// The same with attribute `name`, if it is to be `set`.
    pub(super) fn with_if(self, set: bool, name: &'static str, value: &str) -> Self {
        if set { self.with(name, value) } else { self }
    }

    /// The value of attribute `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }
}

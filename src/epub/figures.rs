//! Figures, drawings and tables → XHTML, with their captions.

use super::chapter::{ChapterWriter, classed, element};
use super::drawing;
use super::survey::block_id;
use super::xml::Xml;
use crate::document::{Block, Caption, ColumnAlignment, Image, Passage, Table, TableRow, TextPosition};

/// Above this many columns a table is set as a list of rows on narrow screens.
const WIDE: usize = 4;
/// A word of more letters may have to be divided for its column to stand beside others on a narrow screen.
const LONG: usize = 20;

impl<'a> ChapterWriter<'a> {
    /// The picture and its data; the data as it was written where there is none.
    pub(super) fn drawing(&mut self, xml: &mut Xml, block: &'a Block, data: &'a Passage, caption: Option<&'a Caption>) {
        let place = TextPosition { chapter: self.index, node: block.node, offset: 0 };
        let drawn = self.plan.drawings.get(&place);
        element(xml, "figure", block).with(|xml| {
            match drawn {
                Some(drawn) => drawing::svg(xml, drawn, self.plan.fonts, &block_id(block.node)),
                None => self.code(xml.tag("pre"), data),
            }
            self.caption(xml, "figcaption", self.words.figure, block, caption);
        });
        if let Some(drawn) = drawn {
            xml.line();
            drawing::data(xml, &drawn.table, self.labels.data);
        }
    }

    pub(super) fn figure(&mut self, xml: &mut Xml, block: &'a Block, image: &'a Image, caption: Option<&'a Caption>) {
        element(xml, "figure", block).with(|xml| {
            self.image(xml, image, None);
            self.caption(xml, "figcaption", self.words.figure, block, caption);
        });
    }

    fn caption(&mut self, xml: &mut Xml, name: &'static str, label: &str, block: &Block, caption: Option<&'a Caption>) {
        let Some(caption) = caption else { return };
        let place = TextPosition { chapter: self.index, node: block.node, offset: 0 };
        let number = self.plan.document.numbers.get(&place);
        xml.tag(name).with(|xml| {
            if let Some(number) = number {
                xml.tag("span").attribute("class", "label").text(&format!("{label} {number}"));
                xml.text(" ");
            }
            self.passage(xml, &caption.text);
        });
    }

    pub(super) fn table(&mut self, xml: &mut Xml, block: &'a Block, table: &'a Table) {
        let wide = table.columns.len() > WIDE;
        let labels: Vec<String> = match wide {
            true => table.head.cells.iter().map(Passage::text).collect(),
            false => Vec::new(),
        };
        let factbox = block.attributes.has_class("factbox");
        classed(xml, "table", block, wide.then_some("wide")).with(|xml| {
            self.caption(xml, "caption", self.words.table, block, table.caption.as_ref());
            self.head(xml, table);
            xml.tag("tbody").with(|xml| {
                for row in &table.rows {
                    xml.tag("tr").with(|xml| self.row(xml, &table.columns, row, &labels, factbox));
                    xml.line();
                }
            });
        });
    }

    fn head(&mut self, xml: &mut Xml, table: &'a Table) {
        if table.head.cells.iter().all(Passage::is_empty) {
            return;
        }
        let columns = &table.columns;
        xml.tag("thead").with(|xml| {
            xml.tag("tr").with(|xml| {
                for (index, cell) in table.head.cells.iter().enumerate() {
                    let scope = (!cell.is_empty()).then_some("col");
                    let name = if scope.is_some() { "th" } else { "td" };
                    let tag = xml.tag(name).maybe("scope", scope).maybe("class", cell_class(columns, index, cell));
                    tag.with(|xml| self.passage(xml, cell));
                }
            });
        });
        xml.line();
    }

    fn row(&mut self, xml: &mut Xml, columns: &[ColumnAlignment], row: &'a TableRow, labels: &[String], factbox: bool) {
        for (index, cell) in row.cells.iter().enumerate() {
            let head = factbox && index == 0 && !cell.is_empty();
            let label = labels.get(index).filter(|label| !label.is_empty()).map(String::as_str);
            let tag = xml.tag(if head { "th" } else { "td" }).maybe("scope", head.then_some("row"));
            let tag = tag.maybe("class", cell_class(columns, index, cell)).maybe("data-label", label);
            tag.with(|xml| self.passage(xml, cell));
        }
    }
}

fn cell_class(columns: &[ColumnAlignment], index: usize, cell: &Passage) -> Option<&'static str> {
    let long = cell.text().split_whitespace().any(|word| word.chars().count() > LONG);
    match (columns.get(index)?, long) {
        (ColumnAlignment::Start, false) => None,
        (ColumnAlignment::Start, true) => Some("long"),
        (ColumnAlignment::Centre, false) => Some("centre"),
        (ColumnAlignment::Centre, true) => Some("centre long"),
        (ColumnAlignment::End, false) => Some("end"),
        (ColumnAlignment::End, true) => Some("end long"),
    }
}

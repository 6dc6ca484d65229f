//! The tree of a chapter as text, a line a block, for tests that compare it.

use super::{
    Attributes, Block, BlockKind, Caption, Chapter, ColumnAlignment, HandMarks, Image, Inline, LinkTarget, Passage,
    SpanInline, SpanKind, Table,
};
use std::fmt::Write;

/// The tree of `chapter`: each line is indented by its depth and starts with the number of its node.
#[must_use]
pub fn dump(chapter: &Chapter) -> String {
    let mut dump = Dump { text: String::new(), depth: 0 };
    dump.line(&format!("chapter {} {} {:?}", chapter.id, chapter.language, chapter.title));
    dump.blocks(&chapter.blocks);
    for note in &chapter.notes {
        dump.line(&format!("{} note {} {:?}", note.node.0, note.number, note.label));
        dump.blocks(&note.blocks);
    }
    dump.text
}

/// The inlines of one passage on one line.
#[must_use]
pub fn dump_passage(passage: &Passage) -> String {
    let mut text = String::new();
    write_inlines(&passage.inlines, &mut text);
    text
}

struct Dump {
    text: String,
    depth: usize,
}

impl Dump {
    fn line(&mut self, line: &str) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn blocks(&mut self, blocks: &[Block]) {
        self.depth += 1;
        blocks.iter().for_each(|block| self.block(block));
        self.depth -= 1;
    }

    fn block(&mut self, block: &Block) {
        let about = format!("{}{}", attributes(&block.attributes), marks(block.marks));
        let head = |word: &str| format!("{} {word}{about}", block.node.0);
        match &block.kind {
            BlockKind::Paragraph(text) => self.passage(&head("paragraph"), text),
            BlockKind::Heading { level, title } => self.passage(&head(&format!("heading {level}")), title),
            BlockKind::Code { info, text } => self.passage(&head(&format!("code {info:?}")), text),
            BlockKind::ThematicBreak => self.line(&head("break")),
            BlockKind::Quote { kind, blocks } => {
                self.line(&head(&format!("quote {kind:?}")));
                self.blocks(blocks);
            }
            BlockKind::Drawing { kind, data, caption } => {
                self.passage(&head(&format!("drawing {kind:?}")), data);
                self.caption(caption.as_ref());
            }
            BlockKind::Figure { image: shown, caption } => {
                self.line(&format!("{} {}", head("figure"), image(shown)));
                self.caption(caption.as_ref());
            }
            BlockKind::Table(table) => {
                self.line(&head("table"));
                self.table(table);
            }
            BlockKind::List { start, tight, items } => {
                let start = start.map_or("bullets".to_owned(), |start| format!("from {start}"));
                self.line(&head(&format!("list {start} {}", if *tight { "tight" } else { "loose" })));
                self.depth += 1;
                for item in items {
                    let done = item.checked.map_or("", |done| if done { " [x]" } else { " [ ]" });
                    self.line(&format!("{} item{done}", item.node.0));
                    self.blocks(&item.blocks);
                }
                self.depth -= 1;
            }
            BlockKind::Definitions(items) => {
                self.line(&head("definitions"));
                self.depth += 1;
                for item in items {
                    item.terms.iter().for_each(|term| self.passage("term", term));
                    for blocks in &item.definitions {
                        self.line("definition");
                        self.blocks(blocks);
                    }
                }
                self.depth -= 1;
            }
        }
    }

    fn passage(&mut self, head: &str, passage: &Passage) {
        self.line(&format!("{head} {}: {}", passage.node.0, dump_passage(passage)));
    }

    fn caption(&mut self, caption: Option<&Caption>) {
        self.depth += 1;
        if let Some(caption) = caption {
            self.passage("caption", &caption.text);
        }
        self.depth -= 1;
    }

    fn table(&mut self, table: &Table) {
        self.caption(table.caption.as_ref());
        self.depth += 1;
        let columns: Vec<_> = table.columns.iter().map(|column| alignment(*column)).collect();
        self.line(&format!("columns {}", columns.join(" ")));
        for row in std::iter::once(&table.head).chain(&table.rows) {
            let cells: Vec<_> =
                row.cells.iter().map(|cell| format!("{}: {}", cell.node.0, dump_passage(cell))).collect();
            self.line(&format!("{} row | {}", row.node.0, cells.join(" | ")));
        }
        self.depth -= 1;
    }
}

fn alignment(alignment: ColumnAlignment) -> &'static str {
    match alignment {
        ColumnAlignment::Start => "start",
        ColumnAlignment::Centre => "centre",
        ColumnAlignment::End => "end",
    }
}

fn attributes(attributes: &Attributes) -> String {
    let mut text = String::new();
    if let Some(id) = &attributes.id {
        text.push_str(&format!(" #{id}"));
    }
    for class in &attributes.classes {
        text.push_str(&format!(" .{class}"));
    }
    if let Some(language) = &attributes.language {
        text.push_str(&format!(" lang={language}"));
    }
    if let Some(direction) = attributes.direction {
        text.push_str(&format!(" dir={direction:?}"));
    }
    text
}

fn marks(marks: HandMarks) -> String {
    let page_break = if marks.page_break { " page-break" } else { "" };
    let no_break = if marks.no_break { " no-break" } else { "" };
    let looseness = match marks.looseness {
        0 => String::new(),
        looseness => format!(" looseness={looseness}"),
    };
    format!("{page_break}{no_break}{looseness}")
}

fn image(image: &Image) -> String {
    let width = image.width.map_or(String::new(), |width| format!(" width={width}"));
    let decorative = if image.decorative { " decorative" } else { "" };
    format!("image({} {:?}{width}{decorative}{})", image.path, image.alternative, attributes(&image.attributes))
}

fn write_inlines(inlines: &[Inline], text: &mut String) {
    for (index, inline) in inlines.iter().enumerate() {
        text.push_str(if index > 0 { " " } else { "" });
        write_inline(inline, text);
    }
}

fn write_inline(inline: &Inline, text: &mut String) {
    let piece = match inline {
        Inline::Text { text, .. } => format!("{text:?}"),
        Inline::Code { text, .. } => format!("code{text:?}"),
        Inline::Math { source, display: false, .. } => format!("math{source:?}"),
        Inline::Math { source, display: true, .. } => format!("display{source:?}"),
        Inline::LineBreak => "br".to_owned(),
        Inline::BreakOpportunity => "wbr".to_owned(),
        Inline::Image(shown) => image(shown),
        Inline::NoteMark { note, .. } => format!("note({note})"),
        Inline::Span(span) => return write_span(span, text),
    };
    text.push_str(&piece);
}

fn write_span(span: &SpanInline, text: &mut String) {
    let kind = match &span.kind {
        SpanKind::Link(LinkTarget::External(url)) => format!("Link({url})"),
        SpanKind::Link(LinkTarget::Internal { file, id }) => {
            let file = file.as_ref().map_or("", |file| file.as_str());
            format!("Link({file}{})", id.as_ref().map_or(String::new(), |id| format!("#{id}")))
        }
        SpanKind::Link(LinkTarget::Place(at)) => format!("Link({}.{}+{})", at.chapter, at.node.0, at.offset),
        SpanKind::Index(terms) => {
            let terms: Vec<_> = terms.iter().map(|term| term.0.join("!")).collect();
            format!("Index({})", terms.join("; "))
        }
        other => format!("{other:?}"),
    };
    let _ = write!(text, "{kind}{}{{", attributes(&span.attributes));
    write_inlines(&span.content, text);
    text.push('}');
}

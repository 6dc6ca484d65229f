//! What is checked of form and typography. Every check gives its findings as `file:line: message`.

use super::reading::{Block, Book, CITIES, Chapter, Kind, Place, Run, attribute, year};
use pulldown_cmark::HeadingLevel;
use std::collections::{BTreeMap, BTreeSet};
use unicode_script::{Script, UnicodeScript};

/// Classes of the sections of a city, in order.
const SECTIONS: [&str; 6] = ["stands", "history", "carriers", "programmes", "hard", "lessons"];

/// Rows of a fact box in their order, and whether every city has to have them. Others may stand between.
const FACTS: [(&str, bool); 10] = [
    ("Name", true),
    ("Country", true),
    ("UNESCO region", true),
    ("Residents", true),
    ("Area", false),
    ("Language", true),
    ("Learning-city work since", true),
    ("Led by", true),
    ("Its word for 'learning city'", false),
    ("Signature idea", true),
];

/// Words that show that a note names an office or author, where it has no title in marks.
const OFFICES: [&str; 12] = [
    "UIL",
    "UNESCO",
    "City of",
    "Council",
    "census",
    "Census",
    "statistics",
    "University",
    "Institute",
    "chapter",
    "GeoNames",
    "Department",
];

/// Spellings that the style sheet rules out, lower case, with what it asks for.
const SPELLINGS: [(&str, &str); 62] = [
    ("organise", "organize"),
    ("organised", "organized"),
    ("organises", "organizes"),
    ("organising", "organizing"),
    ("organisation", "organization"),
    ("organisations", "organizations"),
    ("organiser", "organizer"),
    ("organisers", "organizers"),
    ("recognise", "recognize"),
    ("recognised", "recognized"),
    ("recognises", "recognizes"),
    ("realise", "realize"),
    ("realised", "realized"),
    ("emphasise", "emphasize"),
    ("emphasises", "emphasizes"),
    ("specialise", "specialize"),
    ("specialised", "specialized"),
    ("criticise", "criticize"),
    ("criticised", "criticized"),
    ("modernise", "modernize"),
    ("mobilise", "mobilize"),
    ("mobilised", "mobilized"),
    ("mobilisation", "mobilization"),
    ("urbanisation", "urbanization"),
    ("industrialisation", "industrialization"),
    ("prioritise", "prioritize"),
    ("summarise", "summarize"),
    ("summarised", "summarized"),
    ("symbolise", "symbolize"),
    ("utilise", "use"),
    ("apologise", "apologize"),
    ("civilisation", "civilization"),
    ("vandalised", "vandalized"),
    ("capitalise", "capitalize"),
    ("analyze", "analyse"),
    ("analyzed", "analysed"),
    ("advertize", "advertise"),
    ("advize", "advise"),
    ("center", "centre"),
    ("centers", "centres"),
    ("color", "colour"),
    ("colors", "colours"),
    ("labor", "labour"),
    ("neighbor", "neighbour"),
    ("neighbors", "neighbours"),
    ("neighborhood", "neighbourhood"),
    ("neighborhoods", "neighbourhoods"),
    ("honor", "honour"),
    ("favor", "favour"),
    ("behavior", "behaviour"),
    ("theater", "theatre"),
    ("kilometer", "kilometre"),
    ("kilometers", "kilometres"),
    ("percent", "per cent"),
    ("learned", "learnt"),
    ("traveled", "travelled"),
    ("enroll", "enrol"),
    ("enrollment", "enrolment"),
    ("skillful", "skilful"),
    ("fulfill", "fulfil"),
    ("catalog", "catalogue"),
    ("gray", "grey"),
];

/// Twelve chapters in the order of the award, each the one file of its city.
pub fn order(book: &Book) -> Vec<String> {
    let entries = book.manifest.get("city").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let found: Vec<(String, Vec<String>)> = entries
        .iter()
        .map(|entry| {
            let name = entry.get("name").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
            let files = entry.get("chapters").and_then(toml::Value::as_array).cloned().unwrap_or_default();
            (name, files.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect())
        })
        .collect();
    let wanted: Vec<(String, Vec<String>)> =
        CITIES.iter().map(|(name, id)| ((*name).to_owned(), vec![format!("cities/{id}.md")])).collect();
    if found == wanted {
        return Vec::new();
    }
    let names = |list: &[(String, Vec<String>)]| {
        list.iter().map(|(name, files)| format!("{name} ({})", files.join(", "))).collect::<Vec<_>>().join("; ")
    };
    vec![format!("book.toml:1: the cities are {}, not {}", names(&found), names(&wanted))]
}

/// Opening with fact box, then the six sections; three lessons, each with its condition and its cost.
pub fn sections(chapter: &Chapter) -> Vec<String> {
    let mut found = Vec::new();
    let headings: Vec<(&Block, String)> = chapter
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            Kind::Heading { level: HeadingLevel::H2, classes } => Some((block, classes.join(" "))),
            _ => None,
        })
        .collect();
    let classes: Vec<&str> = headings.iter().map(|(_, classes)| classes.as_str()).collect();
    if classes != SECTIONS {
        found.push(chapter.finding(0, &format!("the sections are {classes:?}, not {SECTIONS:?}")));
    }
    let first = headings.first().map_or(usize::MAX, |(block, _)| block.start);
    let boxes: Vec<_> = chapter.tables().filter(|(_, table)| table.factbox).collect();
    match boxes.as_slice() {
        [(block, table)] if block.start < first => {
            let labels: Vec<&str> = table.rows.iter().filter_map(|row| row.first()).map(String::as_str).collect();
            let place =
                |fact: &str| labels.iter().position(|label| label.trim_end_matches('s') == fact.trim_end_matches('s'));
            let mut last = None;
            for (fact, needed) in FACTS {
                match place(fact) {
                    None if needed => {
                        found.push(chapter.finding(block.start, &format!("the fact box has no row '{fact}'")));
                    }
                    Some(at) if last > Some(at) => {
                        found.push(chapter.finding(block.start, &format!("the row '{fact}' is not in its place")));
                    }
                    at => last = at.or(last),
                }
            }
        }
        _ => found.push(chapter.finding(0, "the opening has not one fact box")),
    }
    if let Some((heading, _)) = headings.iter().find(|(_, classes)| classes == "lessons") {
        let lessons = &chapter.text[heading.start..];
        for part in ["*The condition*", "*The cost*"] {
            let count = lessons.matches(part).count();
            if count != 3 {
                found.push(chapter.finding(heading.start, &format!("the lessons have {part} {count} times, not 3")));
            }
        }
    }
    found
}

/// Links to two other cities at least, and eighteen marks for the index.
pub fn links_and_marks(chapter: &Chapter) -> Vec<String> {
    let mut found = Vec::new();
    let others = CITIES.iter().filter(|(_, id)| chapter.text.contains(&format!("]({id}.md"))).count();
    if others < 2 {
        found.push(chapter.finding(0, &format!("the chapter refers to {others} other cities, not to 2")));
    }
    let marks = chapter.text.matches("data-index=\"").count();
    if marks < 18 {
        found.push(chapter.finding(0, &format!("the chapter has {marks} marks for the index, not 18")));
    }
    found
}

/// Every entry that the marks of the book make, with its levels.
pub fn index_entries(book: &Book) -> BTreeSet<String> {
    let marks = book.chapters.iter().flat_map(|chapter| chapter.text.split("<span").skip(1));
    let values = marks.filter_map(|rest| attribute(&format!("<span{rest}"), "data-index"));
    values.flat_map(|value| value.split(';').map(|entry| entry.trim().to_owned()).collect::<Vec<_>>()).collect()
}

/// The marks of notes `[^name]` outside drawings: name, place, and whether a definition starts there.
fn note_marks(chapter: &Chapter) -> Vec<(String, usize, bool)> {
    let (mut marks, mut at, mut fenced) = (Vec::new(), 0, false);
    for line in chapter.text.split_inclusive('\n') {
        fenced ^= line.starts_with("```");
        let mut from = 0;
        while let Some(place) = line[from..].find("[^").filter(|_| !fenced) {
            let start = from + place;
            let Some(length) = line[start..].find(']') else { break };
            let defines = start == 0 && line[length + 1..].starts_with(':');
            marks.push((line[start + 2..start + length].to_owned(), at + start, defines));
            from = start + length;
        }
        at += line.len();
    }
    marks
}

/// Marks and definitions of notes belong together, one to one, in one order.
pub fn notes(chapter: &Chapter) -> Vec<String> {
    let mut found = Vec::new();
    let marks = note_marks(chapter);
    let (defined, used): (Vec<_>, Vec<_>) = marks.iter().partition(|(.., defines)| *defines);
    let names = |list: &[&(String, usize, bool)]| list.iter().map(|(name, ..)| name.clone()).collect::<Vec<_>>();
    for (name, at, _) in &used {
        if !names(&defined).contains(name) {
            found.push(chapter.finding(*at, &format!("note [^{name}] has no definition")));
        }
    }
    for (index, (name, at, _)) in defined.iter().enumerate() {
        if !names(&used).contains(name) {
            found.push(chapter.finding(*at, &format!("note [^{name}] is used nowhere")));
        }
        if names(&defined[..index]).contains(name) {
            found.push(chapter.finding(*at, &format!("note [^{name}] is defined twice")));
        }
    }
    let mut seen = BTreeSet::new();
    let in_text: Vec<String> = names(&used).into_iter().filter(|name| seen.insert(name.clone())).collect();
    let at_end = names(&defined);
    if found.is_empty() && in_text != at_end {
        let first = in_text.iter().zip(&at_end).find(|(one, other)| one != other);
        found
            .push(chapter.finding(0, &format!("the definitions of notes are not in the order of the text: {first:?}")));
    }
    found
}

/// Every note has an office or a title, and a date: a year, or that there is none, or another chapter.
pub fn sources_of_notes(chapter: &Chapter) -> Vec<String> {
    let mut found = Vec::new();
    for block in &chapter.blocks {
        let Kind::Note { name } = &block.kind else { continue };
        let body = block.source.split_once(':').map_or("", |(_, body)| body.trim());
        let title = body.matches('*').count() >= 2 || body.contains(" '") || body.starts_with('\'');
        let named = title || starts_with_a_name(body) || OFFICES.iter().any(|office| body.contains(office));
        let elsewhere =
            ["chapter", "works of reference", "GeoNames", "are ours"].iter().any(|word| body.contains(word));
        let dated = year(body).is_some() || ["undated", "not seen"].iter().any(|word| body.contains(word));
        if !named {
            found.push(chapter.finding(block.start, &format!("note [^{name}] names no office, author or title")));
        }
        if !dated && !elsewhere {
            found.push(chapter.finding(block.start, &format!("note [^{name}] has no year, and no word why not")));
        }
    }
    found
}

/// Whether a note starts with an author or office: a few words up to a comma, the first with a capital.
fn starts_with_a_name(body: &str) -> bool {
    const OTHER: [&str; 8] = ["For", "The", "This", "That", "These", "See", "Computed", "All"];
    let Some((name, _)) = body.split_once(", ") else { return false };
    let first = name.split_whitespace().next().unwrap_or_default();
    first.starts_with(char::is_uppercase) && !OTHER.contains(&first) && name.split_whitespace().count() <= 8
}

/// Drawings have title, source and text alternative and then a caption; images the last two; tables a caption.
pub fn figures(chapter: &Chapter) -> Vec<String> {
    let mut found = Vec::new();
    let mut captioned = |block: &Block, next: Option<&Block>| {
        let caption = next.filter(|next| next.text.starts_with("Figure: ") && next.text.contains("{#fig-"));
        if caption.is_none() {
            found.push(chapter.finding(block.start, "no paragraph 'Figure: … {#fig-…}' follows"));
        }
    };
    for (block, _, _, next) in chapter.drawings() {
        captioned(block, next);
    }
    for (index, block) in chapter.blocks.iter().enumerate() {
        if matches!(block.kind, Kind::Image { .. }) {
            captioned(block, chapter.blocks.get(index + 1));
        }
    }
    for (block, kind, data, _) in chapter.drawings() {
        if !matches!(kind, "chart" | "map") {
            found.push(chapter.finding(block.start, &format!("a fence of the kind '{kind}' is no figure")));
            continue;
        }
        let data: toml::Table = data.parse().unwrap_or_default();
        for key in ["title", "source", "alt"] {
            if data.get(key).and_then(toml::Value::as_str).is_none_or(|value| value.trim().is_empty()) {
                found.push(chapter.finding(block.start, &format!("the {kind} has no `{key}`")));
            }
        }
    }
    for (index, block) in chapter.blocks.iter().enumerate() {
        if let Kind::Image { alternative } = &block.kind {
            let caption = chapter.blocks.get(index + 1).map_or("", |next| next.text.as_str());
            if alternative.trim().is_empty() {
                found.push(chapter.finding(block.start, "the image has no text alternative"));
            }
            if !caption.contains("Source") {
                found.push(chapter.finding(block.start, "the caption of the image names no source"));
            }
        }
    }
    for (block, table) in chapter.tables() {
        if table.caption.as_deref().is_none_or(str::is_empty) || table.id.is_none() {
            found.push(chapter.finding(block.start, "no paragraph 'Table: … {#tbl-…}' stands before the table"));
        }
    }
    found
}

/// The text alternative of a chart gives every value that the chart shows.
pub fn alternatives(chapter: &Chapter) -> Vec<String> {
    let mut found = Vec::new();
    for (block, kind, data, _) in chapter.drawings().filter(|(_, kind, ..)| *kind == "chart") {
        let data: toml::Table = data.parse().unwrap_or_default();
        let alternative = data.get("alt").and_then(toml::Value::as_str).unwrap_or_default();
        let said: Vec<f64> = super::reading::numbers(alternative).iter().map(|number| number.value).collect();
        for (_, value) in super::figures::values(&data) {
            let words = super::figures::in_words(value).is_some_and(|word| alternative.to_lowercase().contains(word));
            if !words && !said.iter().any(|number| [1.0, 1e6].iter().any(|scale| (number - value * scale).abs() < 1e-6))
            {
                found.push(chapter.finding(block.start, &format!("the text alternative of the {kind} lacks {value}")));
            }
        }
    }
    found
}

/// Letters of another script stand in a span of their language; Arabic runs from right to left.
pub fn scripts(chapter: &Chapter) -> Vec<String> {
    let mut found = Vec::new();
    for run in &chapter.runs {
        let language = run.spans.last().map_or("en", |(language, _)| language.as_str());
        for (offset, c) in run.text.char_indices() {
            let fits = match c.script() {
                Script::Latin | Script::Common | Script::Inherited | Script::Unknown => continue,
                Script::Hangul => language == "ko",
                Script::Han if chapter.path.ends_with("namyangju.md") => language == "ko",
                Script::Han => matches!(language, "zh-Hans" | "zh-Hant" | "ko"),
                Script::Ethiopic => language == "am",
                Script::Arabic => language == "ar" && run.spans.iter().any(|(_, direction)| direction == "rtl"),
                _ => false,
            };
            if !fits {
                let message = format!("'{c}' ({}) is tagged {language}", c.script().full_name());
                found.push(chapter.finding(run.start + offset, &message));
                break;
            }
        }
        let own = ["ko", "am", "ar", "zh-Hans", "zh-Hant"].contains(&language);
        if own && run.text.chars().any(|c| c.script() == Script::Latin) {
            found.push(chapter.finding(run.start, &format!("Latin letters are tagged {language}")));
        }
    }
    for (at, _) in chapter.text.match_indices("data-index=\"") {
        let value = chapter.text[at + 12..].split('"').next().unwrap_or_default();
        if value.chars().any(|c| !matches!(c.script(), Script::Latin | Script::Common | Script::Inherited)) {
            found.push(chapter.finding(at, "a mark for the index cannot tag another script"));
        }
    }
    found
}

/// Names of the cities in the manifest have the language of their script.
pub fn scripts_of_names(manifest: &toml::Table) -> Vec<String> {
    let mut found = Vec::new();
    for city in manifest.get("city").and_then(toml::Value::as_array).into_iter().flatten() {
        for name in city.get("names").and_then(toml::Value::as_array).into_iter().flatten() {
            let value = |key: &str| name.get(key).and_then(toml::Value::as_str).unwrap_or_default();
            let script = value("text").chars().map(|c| c.script()).find(|script| *script != Script::Common);
            let (language, wanted): (&str, &[&str]) = match script {
                Some(Script::Hangul) => (value("lang"), &["ko"]),
                Some(Script::Han) => (value("lang"), &["zh-Hans", "zh-Hant", "ko"]),
                Some(Script::Ethiopic) => (value("lang"), &["am"]),
                Some(Script::Arabic) => (value("lang"), &["ar"]),
                _ => continue,
            };
            if !wanted.contains(&language) {
                found.push(format!("book.toml:1: '{}' is tagged {language}", value("text")));
            }
        }
    }
    found
}

/// The puso of Guaraní is a letter, U+02BC, and stands nowhere else.
pub fn guarani(chapter: &Chapter) -> Vec<String> {
    let mut found = Vec::new();
    for run in &chapter.runs {
        let guarani = run.spans.last().is_some_and(|(language, _)| language == "gn");
        if guarani && run.text.contains(['\'', '\u{2018}', '\u{2019}', '\u{02BB}', '`', '\u{00B4}']) {
            found.push(chapter.finding(run.start, "the puso of a Guaraní word is not U+02BC"));
        }
        if !guarani && run.text.contains('\u{02BC}') {
            found.push(chapter.finding(run.start, "U+02BC stands outside a Guaraní word"));
        }
    }
    for (at, _) in chapter.text.match_indices("vyku") {
        let next = chapter.text[at + 4..].chars().next();
        if next != Some('\u{02BC}') {
            found.push(chapter.finding(at, "the Guaraní name of Ybycuí is written without U+02BC"));
        }
    }
    found
}

/// No em dash, no hyphen for a dash, no two spaces, no curled quote typed, no stray space.
pub fn typography(chapter: &Chapter) -> Vec<String> {
    let mut found = Vec::new();
    let (mut at, mut fenced) = (0, false);
    for line in chapter.text.split_inclusive('\n') {
        fenced ^= line.starts_with("```");
        let words = line.trim().trim_start_matches(':').trim_start();
        let by_hand = words.starts_with("<!-- ") && words.ends_with(" -->");
        let rule = by_hand || words.chars().all(|c| "-*|: ".contains(c));
        let faults: [(&str, bool); 7] = [
            ("an em dash", line.contains(['\u{2014}', '\u{2015}'])),
            ("two hyphens for a dash", !fenced && !rule && words.contains("--")),
            ("a hyphen for a dash", !fenced && !rule && words.contains(" - ")),
            ("two spaces", words.contains("  ")),
            (
                "a curled quote, where the program curls them",
                words.contains(['\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}']),
            ),
            (
                "a space before punctuation",
                !fenced && [" , ", " . ", " ; ", " )"].iter().any(|two| words.contains(two)),
            ),
            ("a space at the end of the line", line.trim_end_matches('\n').ends_with([' ', '\t'])),
        ];
        for (fault, _) in faults.iter().filter(|(_, is)| *is) {
            found.push(chapter.finding(at, fault));
        }
        at += line.len();
    }
    let after_a_digit =
        |(at, _): (usize, &str), text: &str| text[..at].trim_end().ends_with(|c: char| c.is_ascii_digit());
    let is_amount = |run: &&Run| run.text.match_indices('%').any(|place| after_a_digit(place, &run.text));
    for run in
        chapter.runs.iter().filter(|run| run.place == Place::Prose && !run.text.contains("://")).filter(is_amount)
    {
        found.push(chapter.finding(run.start, "% in running text, where 'per cent' is written"));
    }
    found
}

/// British spelling with -ize; names and titles of others keep theirs.
pub fn spelling(chapter: &Chapter) -> Vec<String> {
    let wrong: BTreeMap<&str, &str> = SPELLINGS.into();
    let mut found = Vec::new();
    for run in chapter.runs.iter().filter(|run| !is_title(run) && run.spans.is_empty()) {
        let text = if run.place == Place::Note { without_titles(&run.text) } else { run.text.clone() };
        for word in text.split(|c: char| !c.is_alphabetic()) {
            if let Some(right) = wrong.get(word) {
                let at = run.start + run.text.find(word).unwrap_or_default();
                found.push(chapter.finding(at, &format!("'{word}', where the style sheet has '{right}'")));
            }
        }
    }
    found
}

/// Whether a run is the title of a work in a note.
fn is_title(run: &Run) -> bool {
    run.place == Place::Note && run.emphasis
}

/// `text` without what stands in single quotation marks.
fn without_titles(text: &str) -> String {
    let mut kept = String::new();
    let (mut inside, mut before) = (false, ' ');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let opens = c == '\'' && !before.is_alphanumeric();
        let closes = c == '\'' && inside && !rest.peek().is_some_and(|next| next.is_alphanumeric());
        if closes {
            inside = false;
        } else if opens {
            inside = true;
        }
        kept.push(if inside { ' ' } else { c });
        before = c;
    }
    kept
}

/// Straight quotes in the text of a page of the e-book.
pub fn straight_quotes(name: &str, page: &str) -> Vec<String> {
    let body = page.split_once("<body").map_or(page, |(_, body)| body);
    let (mut text, mut inside) = (String::new(), true);
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    let text = text.replace("&quot;", "\"").replace("&apos;", "'").replace("&#39;", "'").replace("&#34;", "\"");
    let near = |at: usize| text[..at].chars().rev().take(20).collect::<Vec<_>>().into_iter().rev().collect::<String>();
    text.match_indices(['\'', '"']).map(|(at, quote)| format!("{name}:1: {quote} after '{}'", near(at))).collect()
}

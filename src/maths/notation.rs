//! The notation as the parser can take it. What would stop the parser, or be shown by it as something else,
//! is refused here with a reason: it slices text by bytes in places, and reads some arguments twice.

/// Commands that are refused: `\char` is no maths; the parser leaves out the scripts of `\sideset`; and what a
/// formula defines is of no use outside it, while slips in definitions stop the parser.
const REFUSED: [&str; 8] =
    ["char", "def", "futurelet", "let", "newcommand", "providecommand", "renewcommand", "sideset"];

/// `source` as the parser can take it; why it is refused.
pub(super) fn prepared(source: &str) -> Result<String, String> {
    let notation: String = source.chars().map(|c| if c.is_whitespace() && !c.is_ascii() { ' ' } else { c }).collect();
    let mut rest = notation.as_str();
    while let Some((_, behind)) = rest.split_once(['\\', '#']) {
        let is_command = rest[..rest.len() - behind.len()].ends_with('\\');
        rest = if is_command { command(behind)? } else { colour(behind)? };
    }
    // Both are names with limits; the parser knows the one only without a star.
    Ok(notation.replace("\\operatorname*", "\\mathop"))
}

/// What follows the command at the start of `notation`, whose backslash is read.
fn command(notation: &str) -> Result<&str, String> {
    let letters = notation.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let (name, rest) = match notation.len() - letters.len() {
        0 => notation.split_at(notation.chars().next().map_or(0, char::len_utf8)),
        length => notation.split_at(length),
    };
    match name {
        refused if REFUSED.contains(&refused) => return Err(format!("`\\{refused}` has no place in it")),
        "begin" => environment(rest)?,
        "operatorname" => braces(name, rest.strip_prefix('*').unwrap_or(rest))?,
        "text" | "textrm" | "textbf" | "textit" | "textsf" | "texttt" => braces(name, rest)?,
        "colorbox" => braces(name, behind_group(rest))?,
        "fcolorbox" => braces(name, behind_group(behind_group(rest)))?,
        _ => {}
    }
    Ok(rest)
}

/// What follows the sign `#`, which is that of a colour in six digits and no other.
fn colour(notation: &str) -> Result<&str, String> {
    let digits = notation.split_once('}').map(|(digits, _)| digits);
    match digits {
        Some(digits) if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => Ok(notation),
        _ => Err("a `#` in it is not that of a colour in six digits".to_owned()),
    }
}

/// Text without braces would be read twice.
fn braces(name: &str, notation: &str) -> Result<(), String> {
    if notation.trim_start().starts_with('{') {
        return Ok(());
    }
    Err(format!("the argument of `\\{name}` does not stand in braces"))
}

/// The number of pairs of those environments that ask for one is held to be a number, and a small one.
fn environment(notation: &str) -> Result<(), String> {
    let Some((name @ ("alignat" | "alignat*" | "alignedat"), rest)) = group(notation) else { return Ok(()) };
    match group(rest) {
        Some((pairs, _)) if matches!(pairs.len(), 1 | 2) && pairs.bytes().all(|byte| byte.is_ascii_digit()) => Ok(()),
        _ => Err(format!("`{name}` has no number of its pairs, from 1 to 99, in braces behind it")),
    }
}

/// What is in the braces at the start of `notation`, which hold no others, and what follows them.
fn group(notation: &str) -> Option<(&str, &str)> {
    notation.trim_start().strip_prefix('{')?.split_once('}')
}

/// `notation` behind the braces at its start, if it starts with some.
fn behind_group(notation: &str) -> &str {
    group(notation).map_or(notation, |(_, rest)| rest)
}

//! TeX notation and the MathML that it becomes.

use super::element::{Content, Element};
use super::letters::letter;
use super::read::{parsed, read, walled};
use crate::diag::Code;
use crate::document::assemble;
use crate::manifest;
use crate::markup::{Context, parse};
use crate::source::{BookPath, SourceId, Sources};
use proptest::prelude::*;
use proptest::sample::select;
use pulldown_latex::event::Font;

/// `element` in one line: names, attributes in brackets, texts in quotes.
fn shown(element: &Element) -> String {
    let attributes: Vec<String> = element.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let attributes = if attributes.is_empty() { String::new() } else { format!("[{}]", attributes.join(" ")) };
    match &element.content {
        Content::Text(text) => format!("{}{attributes}'{text}'", element.name),
        Content::Elements(elements) => {
            let inner: Vec<String> = elements.iter().map(shown).collect();
            format!("{}{attributes}({})", element.name, inner.join(" "))
        }
    }
}

#[track_caller]
fn check(source: &str, expected: &str) {
    let formula = read(source, false).expect("a formula");
    assert_eq!(formula.get("alttext"), Some(source));
    let Content::Elements(inner) = &formula.content else { panic!("no elements") };
    assert_eq!(inner.iter().map(shown).collect::<Vec<_>>().join(" "), expected);
}

#[track_caller]
fn refused(source: &str, expected: &str) {
    assert_eq!(read(source, false).err().as_deref(), Some(expected), "{source}");
}

#[test]
fn letters_numbers_operators_and_relations_are_told_apart() {
    check("a < 12", "mi'a' mo'<' mn'12'");
    check("a = -b", "mi'a' mo'=' mo[form=prefix]'−' mi'b'");
    check("a - b", "mi'a' mo'−' mi'b'");
    check("\\Delta x", "mi[mathvariant=normal]'Δ' mi'x'");
    check("\\text{if } x", "mtext'if\u{A0}' mi'x'");
}

#[test]
fn fractions_roots_and_scripts_hold_their_parts() {
    check("\\frac{a+1}{2}", "mfrac(mrow(mi'a' mo'+' mn'1') mn'2')");
    check("\\sqrt{x} \\sqrt[3]{y}", "msqrt(mi'x') mroot(mi'y' mn'3')");
    check("x_i^2", "msubsup(mi'x' mi'i' mn'2')");
    check(
        "\\binom{n}{k}",
        "mrow(mo[form=prefix stretchy=true]'(' mfrac[linethickness=0](mi'n' mi'k') mo[form=postfix stretchy=true]')')",
    );
    check("\\hat{x}", "mover[accent=true](mi'x' mo[stretchy=false]'^')");
}

#[test]
fn limits_stand_above_and_below_on_a_line_of_their_own_and_beside_in_the_text() {
    let of = |display| shown(&read("\\sum_{i=1}^n i", display).expect("a formula"));
    assert!(of(true).contains("munderover(mo[movablelimits=false]'∑' mrow(mi'i' mo'=' mn'1') mi'n')"), "{}", of(true));
    assert!(of(false).contains("msubsup(mo[movablelimits=false]'∑'"), "{}", of(false));
}

#[test]
fn a_function_is_applied_to_what_follows_it() {
    check("2\\sin x", "mn'2' mspace[width=0.1667em]() mi'sin' mo'\u{2061}' mspace[width=0.1667em]() mi'x'");
    check(
        "\\log(x)",
        "mi'log' mo'\u{2061}' mo[form=prefix stretchy=false]'(' mi'x' mo[form=postfix stretchy=false]')'",
    );
    check("\\sin", "mi'sin'");
}

#[test]
fn tables_have_rows_and_cells_with_their_sides() {
    check(
        "\\begin{matrix}1&2\\\\3&4\\\\\\end{matrix}",
        "mtable(mtr(mtd(mn'1') mtd(mn'2')) mtr(mtd(mn'3') mtd(mn'4')))",
    );
    check(
        "\\begin{cases}1 & x\\end{cases}",
        "mrow(mo[form=prefix stretchy=true]'{' mtable(mtr(mtd[columnalign=left](mn'1') mtd[columnalign=left](mi'x'))))",
    );
    check(
        "\\begin{aligned}a&=b\\end{aligned}",
        "mtable[displaystyle=true class=pairs](mtr(mtd[columnalign=right](mi'a') mtd[columnalign=left](mo'=' mi'b')))",
    );
    check(
        "\\begin{array}{|l|c|}\\hline a&b\\\\\\hline\\end{array}",
        "mtable(mtr[class=above below](mtd[columnalign=left class=before](mi'a') mtd[class=before after](mi'b')))",
    );
}

#[test]
fn letters_of_other_alphabets_are_those_of_unicode() {
    check("\\mathbb{R}\\mathbf{x}\\mathcal{L}", "mi'ℝ' mi'𝐱' mi'ℒ'");
    check("\\mathrm{d}", "mi[mathvariant=normal]'d'");
    for (c, font, expected) in [
        ('h', Font::Italic, 'ℎ'),
        ('ω', Font::Bold, '𝛚'),
        ('Ω', Font::BoldSymbol, '𝛀'),
        ('7', Font::Monospace, '𝟽'),
        ('7', Font::Italic, '7'),
        ('é', Font::Bold, 'é'),
        ('ϴ', Font::Bold, 'ϴ'),
    ] {
        assert_eq!(letter(c, font), expected);
    }
}

#[test]
fn what_is_crossed_out_is_one_sign_where_it_can_be() {
    check("a \\not= b", "mi'a' mo'=\u{338}' mi'b'");
    check("\\not{ab}", "menclose[notation=updiagonalstrike](mrow(mi'a' mi'b'))");
}

#[test]
fn colours_are_left_to_the_reader() {
    check("\\color{red} x", "mi'x'");
}

#[test]
fn spaces_are_lengths_that_readers_know() {
    check("a\\quad b", "mi'a' mspace[width=1em]() mi'b'");
    check("a\\mskip 9mu b", "mi'a' mspace[width=0.5em]() mi'b'");
}

#[test]
fn notation_that_cannot_be_read_is_refused_with_a_reason() {
    refused("\\frac{1}", "expected a token");
    refused("\\notacommand", "unknown primitive command found");
    refused("{a", "unbalanced group found, expected it to be closed with `}`");
    for command in ["\\char é", "\\newcommand{\\a}[0][x]{y}", "\\sideset{_1}{^2}\\sum"] {
        let name = command.trim_start_matches('\\').split(['{', ' ']).next().unwrap_or_default();
        refused(command, &format!("`\\{name}` has no place in it"));
    }
    refused("", "nothing is in it");
    refused(&"{".repeat(200), "unbalanced group found, expected it to be closed with `}`");
    refused(&format!("{}x{}", "{".repeat(200), "}".repeat(200)), "it is nested too deeply");
    refused(&"x".repeat(9000), "it has more than 8192 bytes");
}

#[test]
fn notation_that_would_stop_the_parser_is_refused_or_read_without_what_does() {
    for space in ["\u{A0}", "\u{2003}", "\u{3000}"] {
        check(&format!("a\\kern1em{space}b"), "mi'a' mspace[width=1em]() mi'b'");
        check(&format!("a\\mskip{{9mu{space}}}b"), "mi'a' mspace[width=0.5em]() mi'b'");
        check(
            &format!("\\begin{{matrix}}a\\\\[1em{space}]b\\end{{matrix}}"),
            "mtable(mtr(mtd(mi'a')) mtr(mtd(mi'b')))",
        );
    }
    for name in ["alignat", "alignat*", "alignedat"] {
        for pairs in ["é", "40000", "", "2\u{3000}"] {
            let reason = format!("`{name}` has no number of its pairs, from 1 to 99, in braces behind it");
            refused(&format!("\\begin{{{name}}}{{{pairs}}}x\\end{{{name}}}"), &reason);
        }
        assert!(parsed(&format!("\\begin{{{name}}}{{99}}x&y\\end{{{name}}}"), true).is_ok());
    }
    for colour in ["\\color{#北京}x", "\\textcolor{#北京}{x}", "\\colorbox{#北京}{x}", "\\fcolorbox{red}{#12345}{x}"]
    {
        refused(colour, "a `#` in it is not that of a colour in six digits");
    }
    check("\\textcolor{#00aaFF}{x}\\#", "mi'x' mi'#'");
}

#[test]
fn a_parser_that_stops_is_a_formula_that_cannot_be_read() {
    assert_eq!(walled(|| -> Result<(), String> { panic!("of the parser") }), Err("the parser stops at it".to_owned()));
}

#[test]
fn deep_and_empty_notation_does_not_exhaust_the_stack() {
    for source in ["\\relax".repeat(1365), "%\n".repeat(4096), "{}".repeat(4096), "x%\n\\relax ".repeat(700)] {
        let _ = parsed(&source, false);
    }
}

#[test]
fn a_space_that_holds_words_together_is_that_character() {
    check("a~b", "mi'a' mtext'\u{A0}' mi'b'");
    check("a\\ b", "mi'a' mtext'\u{A0}' mi'b'");
    check("a\\nobreakspace b", "mi'a' mtext'\u{A0}' mi'b'");
    check("\\text{Figure~2}", "mtext'Figure\u{A0}2'");
}

#[test]
fn text_shows_what_its_escapes_stand_for() {
    check("\\text{50\\%}", "mtext'50%'");
    check("\\text{\\$5 \\& {\\#}1 \\{a\\_b\\}}", "mtext'$5 & #1 {a_b}'");
    check("\\textrm{of\\,the\\ two}", "mtext'of the two'");
}

#[test]
fn the_name_of_a_function_has_words_with_spaces_between_them() {
    check("\\operatorname{arg\\,max}", "mi'arg max'");
    check("\\operatorname*{arg\\,max}\\limits_x", "munder(mi'arg max' mi'x')");
    assert!(shown(&read("\\operatorname*{arg\\,max}_x y", true).expect("a formula")).contains("munder(mi'arg max'"));
}

#[test]
fn notation_in_text_is_refused() {
    for source in
        ["\\mathop{\\rm lim}", "\\text{a $x$}", "\\text{\\textbf{a}}", "\\text{a %\n b}", "\\mathop{\\sum\\sum}"]
    {
        refused(source, "a command stands in its text");
    }
    refused("\\operatorname{arg_x}", "a script stands in the name of a function");
    for (name, source) in [
        ("text", "\\text ab"),
        ("textbf", "\\textbf ab"),
        ("operatorname", "\\operatorname ab"),
        ("colorbox", "\\colorbox{red}ab"),
        ("fcolorbox", "\\fcolorbox{red} {#000000}ab"),
    ] {
        refused(source, &format!("the argument of `\\{name}` does not stand in braces"));
    }
}

#[test]
fn the_style_of_an_environment_is_that_of_each_of_its_cells() {
    let cell = |letter| format!("mtd[columnalign=left](mstyle[displaystyle=true scriptlevel=0](mi'{letter}'))");
    let (x, y) = (cell('x'), cell('y'));
    check(
        "\\begin{dcases}x&y\\\\y&x\\\\\\end{dcases}",
        &format!("mrow(mo[form=prefix stretchy=true]'{{' mtable(mtr({x} {y}) mtr({y} {x})))"),
    );
    check("\\begin{darray}{ll}\\hline x&y\\end{darray}", &format!("mtable(mtr[class=above]({x} {y}))"));
    let cell = |letter| format!("mtd(mstyle[displaystyle=false scriptlevel=1](mi'{letter}'))");
    check("\\begin{smallmatrix}x&y\\end{smallmatrix}", &format!("mtable(mtr({} {}))", cell('x'), cell('y')));
}

#[test]
fn a_style_at_the_head_of_a_cell_is_of_that_cell_alone() {
    check(
        "\\begin{matrix}\\displaystyle x&y\\end{matrix}",
        "mtable(mtr(mtd(mstyle[displaystyle=true scriptlevel=0](mi'x')) mtd(mi'y')))",
    );
}

#[test]
fn letters_around_a_table_are_those_in_it() {
    check("\\mathbf{\\begin{matrix}x&y\\end{matrix}}", "mtable(mtr(mtd(mi'𝐱') mtd(mi'𝐲')))");
}

/// The codes of what is said about a book with an unreadable formula, of which `targets` are made.
fn said(targets: &str) -> Vec<Code> {
    let mut sources = Sources::default();
    let path = |name: &str| BookPath::new(name).expect("a plain path");
    let text = "chapters = [\"a.md\"]\n[book]\ntitle = \"A\"\nlanguage = \"en-GB\"\n[output]\n";
    let id = sources.add(path("book.toml"), format!("{text}{targets}\n").into());
    let manifest = manifest::read(sources.get(id).expect("just added"), None).0.expect("no faults");
    let language = manifest.metadata.language.clone();
    let context = Context { source: SourceId(1), path: path("a.md"), language };
    let document = assemble(manifest, vec![parse("# A\n\nOf $\\nobody$.\n", &context).0]).0;
    super::formulas(&document).1.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn an_unreadable_formula_is_told_only_where_an_e_book_is_made_and_its_notation_only_where_pages_are() {
    assert_eq!(said("formats = [\"print\"]"), [Code::MathsAsSource]);
    assert_eq!(said("formats = [\"epub\"]"), [Code::UnreadMaths]);
}

/// Commands with their arguments, each an `@`: one a line.
const COMMANDS: &str = r"\frac{@}{@}
\sqrt[@]{@}
\left(@\right)
a\kern1em@
\hskip 2pt plus 1em@
\mskip{3mu@}
\hspace{1em@}
\begin{alignat}{@}@&@\end{alignat}
\begin{alignat*}{@}@\end{alignat*}
\begin{alignedat}{@}@\end{alignedat}
\begin{matrix}@&@\\[1em@]@\end{matrix}
\begin{dcases}@&@\end{dcases}
\begin{array}{c|@}@\end{array}
\color{#@}
\textcolor{#@}{@}
\colorbox{#@}@
\fcolorbox{red}{#@}{@}
\text{@}
\textbf@
\operatorname{@}
\operatorname*{@}@
\mathop{@}
\overset{@}{@}
\not@
\mathbf{@}
\pmod{@}
{@}^@_@
\xrightarrow[@]{@}
\substack{@\\@}
\newcommand{\a}[@]{@}\a";

/// Commands in one another, around characters of one and of several bytes.
fn notation() -> impl Strategy<Value = String> {
    let signs = ["x", "+", "\\sum", "&", "\\\\", "\\ ", "~", "\\hline", "%\n", "^", "_", "\\limits", "{}", "\\rm"];
    let sign = prop_oneof![
        4 => "[\u{A0}\u{3000}北é]{1,2}",
        2 => "[0-9]{1,5}",
        2 => select(signs.to_vec()).prop_map(str::to_owned),
        1 => "[a-z|]{0,3}",
        1 => "[\\\\{}\\[\\]#$]|\\\\[a-zA-Z]{1,12}",
    ];
    let nested = sign.prop_recursive(4, 32, 4, |inner| {
        let commands: Vec<&str> = COMMANDS.lines().collect();
        (select(commands), prop::collection::vec(inner, 4)).prop_map(|(command, parts)| filled(command, &parts))
    });
    prop::collection::vec(nested, 1..4).prop_map(|pieces| pieces.concat())
}

/// `command` with `parts` for its arguments.
fn filled(command: &str, parts: &[String]) -> String {
    parts.iter().fold(command.to_owned(), |command, part| command.replacen('@', part, 1)).replace('@', "")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn no_notation_makes_the_parser_stop(source in notation()) {
        let _ = parsed(&source, true);
    }
}

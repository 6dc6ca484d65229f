//! TeX notation and the MathML that it becomes.

use super::element::{Content, Element};
use super::letters::letter;
use super::read::read;
use proptest::prelude::*;
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
    refused("\\char é", "`\\char` has no place in it");
    refused("", "nothing is in it");
    refused(&"{".repeat(200), "unbalanced group found, expected it to be closed with `}`");
    refused(&format!("{}x{}", "{".repeat(200), "}".repeat(200)), "it is nested too deeply");
    refused(&"x".repeat(9000), "it has more than 8192 bytes");
}

proptest! {
    #[test]
    fn no_notation_makes_the_program_stop(source in "(\\\\[a-zA-Z]{1,12}|\\\\begin\\{[a-z]{4,8}\\*?\\}|[{}\\[\\]_^&$#%\\\\ |<>'()0-9a-zé→]|\\\\.){0,40}") {
        let _ = read(&source, true);
    }
}

//! `[type]`.

use super::{LEAST, check, good};

#[test]
fn initials_small_capitals_and_ordinals_are_as_the_book_says() {
    let plain = good(LEAST).look;
    assert_eq!((plain.drop_caps, plain.lead_in, plain.ordinals), (0, 3, false));
    let look = good(&format!("{LEAST}[type]\ndrop-caps = 3\nlead-in = 0\nordinals = true\n")).look;
    assert_eq!((look.drop_caps, look.lead_in, look.ordinals), (3, 0, true));
}

#[test]
fn an_initial_of_one_line_or_of_many_is_told() {
    let message = |lines: u32| format!("M003 6:13 an initial of {lines} lines is not dropped | write 2, 3 or 4");
    for lines in [1, 5] {
        check(&format!("{LEAST}[type]\ndrop-caps = {lines}\n"), &[&message(lines)]);
    }
    check(&format!("{LEAST}[type]\nlead-in = 40\n"), &["M003 6:11 40 words in small capitals"]);
    check(&format!("{LEAST}[type]\ndrop_caps = 2\n"), &["M"]);
}

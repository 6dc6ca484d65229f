//! What pages could have been instead.

use super::tried::cheapest;
use super::{Thrown, ThrownStrip, any_strip, galley, geometry, prose, text};
use crate::makeup::solve::{State, solve};
use crate::makeup::{alternatives, breaks, pages};
use proptest::collection::vec;
use proptest::prelude::*;

/// Paragraphs without notes, with headings and blocks between them that leave pages short.
fn any_uneven_prose() -> impl Strategy<Value = Vec<ThrownStrip>> {
    let paragraph = (4_u32..9).prop_map(prose);
    let block = (3_u32..9).prop_map(|lines| text(Thrown::Block(lines)));
    vec(prop_oneof![4 => paragraph, 1 => block], 4..24)
}

/// `thrown` with paragraph `strip` so many `lines` longer.
fn edited(thrown: &[ThrownStrip], strip: u32, lines: i32) -> Vec<ThrownStrip> {
    let mut thrown = thrown.to_vec();
    if let Thrown::Paragraph { lines: count, .. } = &mut thrown[strip as usize].strip {
        *count = count.saturating_add_signed(lines);
    }
    thrown
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_that_is_named_leaves_its_page_without_a_fault(thrown in any_uneven_prose(), lines in 14_u32..24) {
        let geometry = geometry(lines);
        let made = pages(galley(&thrown), &geometry, None);
        let faulty = made.iter().position(|page| page.bill.iter().any(|item| item.what.is_fault()));
        if let Some(page) = faulty {
            for edit in alternatives(galley(&thrown), &geometry, None, page).edits {
                let healed = pages(galley(&edited(&thrown, edit.position.node.0, edit.lines)), &geometry, None);
                prop_assert!(healed[page].bill.iter().all(|item| !item.what.is_fault()), "{:?}: {:?}", edit, healed[page].bill);
            }
        }
    }

    #[test]
    fn the_nearest_other_end_of_a_page_costs_what_the_cheapest_pages_without_its_end_do(
        thrown in vec(any_strip(), 1..5), lines in 4_u32..12,
    ) {
        let (thrown, geometry) = (galley(&thrown), geometry(lines));
        let mut chapter = breaks::chapter(&thrown, &geometry);
        prop_assume!(chapter.parts.iter().map(|part| part.ways[0].units.len()).sum::<usize>() <= 12);
        let plans = solve(&chapter, &geometry);
        let end = plans[0].to.start;
        let other = alternatives(thrown, &geometry, None, 0);
        if let Some((_, more)) = other.ends.first() {
            chapter.barred.push((end.strip, end.unit));
            let barred = cheapest(&chapter, &geometry, State::START);
            chapter.barred.clear();
            prop_assert_eq!(*more, barred - cheapest(&chapter, &geometry, State::START));
        }
    }
}

#[test]
fn a_page_without_a_fault_has_no_edit_and_its_last_page_no_other_end() {
    let thrown = [prose(9), prose(9), prose(6)];
    let other = alternatives(galley(&thrown), &geometry(12), None, 1);
    assert_eq!((other.ends, other.edits), (Vec::new(), Vec::new()));
}

#[test]
fn a_page_left_short_before_a_block_is_healed_by_a_line_less_above_it() {
    let thrown = [prose(7), text(Thrown::Block(6)), prose(12), prose(9)];
    let edits = alternatives(galley(&thrown), &geometry(12), None, 0).edits;
    assert_eq!(edits.iter().map(|edit| (edit.position.node.0, edit.lines)).collect::<Vec<_>>(), [(0, -1)]);
}

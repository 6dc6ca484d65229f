//! From amounts to places, and the round numbers along the way.

use super::amount::{Amount, MOST_DECIMALS};
use crate::geometry::Length;

/// A straight scale: `from` is drawn at `start`, `to` at `end`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    pub from: Amount,
    pub to: Amount,
    pub start: Length,
    pub end: Length,
    /// Distance of two ticks.
    pub step: Amount,
}

impl Scale {
    /// A scale that holds `values` between round numbers, with at most `steps` steps; with zero
    /// where `zero` is wanted or not far away.
    pub fn new(values: impl Iterator<Item = Amount>, zero: bool, steps: i64, start: Length, end: Length) -> Self {
        let values: Vec<Amount> = values.collect();
        let least = values.iter().copied().min().unwrap_or_default().get();
        let most = values.iter().copied().max().unwrap_or_default().get();
        let near = least <= most / 2 || most <= 0;
        let (mut least, mut most) = if zero || near { (least.min(0), most.max(0)) } else { (least, most) };
        if least == most {
            (least, most) = if least == 0 { (0, Amount::whole(1).get()) } else { (least.min(0), most.max(0)) };
        }
        let step = round_step((most - least).max(1), steps.max(1));
        let (from, to) = (least.div_euclid(step) * step, -((-most).div_euclid(step)) * step);
        Self { from: Amount::millionths(from), to: Amount::millionths(to), start, end, step: Amount::millionths(step) }
    }

    /// The same from the least to the most value, without round numbers at the ends.
    pub fn exact(values: impl Iterator<Item = Amount>, start: Length, end: Length) -> Self {
        let (mut from, mut to) = (Amount::ZERO, Amount::ZERO);
        values.for_each(|value| (from, to) = (from.min(value), to.max(value)));
        if from == to {
            to = Amount::whole(1);
        }
        Self { from, to, start, end, step: Amount::millionths(to.get() - from.get()) }
    }

    /// The same without zero: from the least to the most value.
    pub fn exact_between(values: impl Iterator<Item = Amount> + Clone, start: Length, end: Length) -> Self {
        let from = values.clone().min().unwrap_or_default();
        let to = values.max().unwrap_or_default();
        let to = if from == to { Amount::millionths(from.get() + 1) } else { to };
        Self { from, to, start, end, step: Amount::millionths(to.get() - from.get()) }
    }

    /// Where `amount` is drawn.
    pub fn at(&self, amount: Amount) -> Length {
        let part = amount.get() - self.from.get();
        self.start + (self.end - self.start).scale(part, (self.to.get() - self.from.get()).max(1))
    }

    /// The round numbers from one end to the other.
    pub fn ticks(&self) -> impl Iterator<Item = Amount> {
        let (from, to, step) = (self.from.get(), self.to.get(), self.step.get().max(1));
        (0..=(to - from) / step).map(move |index| Amount::millionths(from + index * step))
    }

    /// Decimals that its ticks need.
    pub fn decimals(&self) -> u32 {
        let mut unit = self.step.get().max(1);
        let mut decimals = MOST_DECIMALS;
        while decimals > 0 && unit % 10 == 0 {
            unit /= 10;
            decimals -= 1;
        }
        decimals
    }
}

/// The least of 1, 2, 2.5 or 5 times a power of ten that divides `span` into at most `steps`.
fn round_step(span: i64, steps: i64) -> i64 {
    let mut power = 1_i64;
    loop {
        // Halves and quarters of a millionth are none.
        let factors: &[i64] = if power >= 10 { &[10, 20, 25, 50] } else { &[10, 20, 50] };
        for factor in factors {
            let step = power * factor / 10;
            if i128::from(step) * i128::from(steps) >= i128::from(span) {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_at_round_numbers() {
        let check = |values: &[i64], zero, expected: (i64, i64, i64)| {
            let values = values.iter().map(|n| Amount::whole(*n));
            let scale = Scale::new(values, zero, 5, Length::ZERO, Length::pt(100));
            let expected = (Amount::whole(expected.0), Amount::whole(expected.1), Amount::whole(expected.2));
            assert_eq!((scale.from, scale.to, scale.step), expected);
        };
        check(&[3, 97], true, (0, 100, 20));
        check(&[40, 41], true, (0, 50, 10));
        check(&[900, 1000], false, (900, 1000, 20));
        check(&[-30, 60], true, (-40, 60, 20));
    }
}

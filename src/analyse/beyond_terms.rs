//! Days beyond terms: amounts summed by them, and the points they are worth (domain.md section 3).

use crate::config::Credit;

/// Days beyond terms, whether it is the paid part, and the amount in minor units.
pub(super) type Part = (i32, bool, i64);

/// Amounts by days beyond terms and by whether they are paid. A sum for each day of some years rather than a list to be sorted:
/// every order of every month goes through here.
pub(super) struct Days {
    sums: Vec<i64>,
    /// Places whose sum is not zero.
    used: Vec<usize>,
    /// Amounts of days beyond.
    far: Vec<Part>,
}

/// The days that have a sum of their own: from three years before the due day to eight years after it.
const DAYS: std::ops::Range<i32> = -1024..3072;

impl Default for Days {
    fn default() -> Self {
        Days { sums: vec![0; 2 * DAYS.len()], used: Vec::new(), far: Vec::new() }
    }
}

impl Days {
    /// Takes an amount, which is positive.
    #[inline]
    pub(super) fn add(&mut self, days: i32, paid: bool, amount: i64) {
        let place = days.checked_sub(DAYS.start).and_then(|day| usize::try_from(day).ok()).map(|day| 2 * day + usize::from(paid));
        match place.and_then(|place| Some((place, self.sums.get_mut(place)?))) {
            Some((place, sum)) => {
                if *sum == 0 {
                    self.used.push(place);
                }
                *sum += amount;
            }
            None => self.far.push((days, paid, amount)),
        }
    }

    /// The sums in rising order in place of what is there; none are left.
    pub(super) fn take(&mut self, all: &mut Vec<Part>) {
        self.used.sort_unstable();
        let (sums, used) = (&mut self.sums, &mut self.used);
        let near = used.drain(..).map(|place| {
            let days = DAYS.start + i32::try_from(place / 2).unwrap_or(i32::MAX);
            (days, place % 2 == 1, std::mem::take(&mut sums[place]))
        });
        all.clear();
        all.extend(near);
        if !self.far.is_empty() {
            all.append(&mut self.far);
            all.sort_unstable();
            all.dedup_by(|next, kept| {
                let same = (next.0, next.1) == (kept.0, kept.1);
                kept.2 += if same { next.2 } else { 0 };
                same
            });
        }
    }
}

/// The points that days beyond terms are worth. They are asked for by the million, of a few days: those of each of some years are
/// worked out once.
pub(super) struct Scale<'a> {
    pub(super) rules: &'a Credit,
    near: Vec<f64>,
}

impl<'a> Scale<'a> {
    pub(super) fn of(rules: &'a Credit) -> Self {
        Scale { rules, near: DAYS.map(|days| points(days, &rules.payment_points)).collect() }
    }

    #[inline]
    pub(super) fn points(&self, days: i32) -> f64 {
        let near = days.checked_sub(DAYS.start).and_then(|day| self.near.get(usize::try_from(day).ok()?));
        near.copied().unwrap_or_else(|| points(days, &self.rules.payment_points))
    }
}

/// Points for days beyond terms: linear between the configured ones, flat outside.
#[must_use]
pub fn points(days: i32, table: &[(i32, f64)]) -> f64 {
    let (Some(first), Some(last)) = (table.first(), table.last()) else { return 0.0 };
    if days <= first.0 {
        return first.1;
    }
    if days >= last.0 {
        return last.1;
    }
    table
        .windows(2)
        .find(|w| days <= w[1].0)
        .map_or(last.1, |w| w[0].1 + f64::from(days - w[0].0) / f64::from(w[1].0 - w[0].0) * (w[1].1 - w[0].1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_linear_between_the_published_ones() {
        let table = Credit::default().payment_points;
        // 7.5 days late lies halfway between 80 and 70; 45 halfway between 50 and 40; 150 halfway between 20 and 0.
        for (days, expected) in [
            (-40, 100.0),
            (-30, 100.0),
            (-25, 95.0),
            (0, 80.0),
            (15, 70.0),
            (45, 45.0),
            (150, 10.0),
            (180, 0.0),
            (400, 0.0),
            (3, 78.0),
        ] {
            assert!((points(days, &table) - expected).abs() < 1e-9, "{days}: {}", points(days, &table));
        }
    }

    /// Days near and far from the due day, in any order, come back rising, each with the sum of its amounts.
    #[test]
    fn amounts_are_summed_by_day() {
        let (mut days, mut parts) = (Days::default(), Vec::new());
        for (late, paid, amount) in
            [(5, true, 1), (9_999, false, 2), (-3, true, 4), (5, false, 8), (9_999, false, 16), (5, true, 32)]
        {
            days.add(late, paid, amount);
        }
        days.take(&mut parts);
        assert_eq!(parts, [(-3, true, 4), (5, false, 8), (5, true, 33), (9_999, false, 18)]);
        days.add(i32::MIN, true, 1);
        days.take(&mut parts);
        assert_eq!(parts, [(i32::MIN, true, 1)], "nothing is left of those before");
    }

    #[test]
    fn a_scale_gives_the_points_of_every_day() {
        let rules = Credit::default();
        let scale = Scale::of(&rules);
        for late in [i32::MIN, -5_000, DAYS.start - 1, DAYS.start, -1, 0, 1, 17, 45, 400, DAYS.end - 1, DAYS.end, i32::MAX] {
            assert_eq!(scale.points(late).to_bits(), points(late, &rules.payment_points).to_bits(), "{late}");
        }
    }
}

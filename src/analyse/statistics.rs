//! The few statistics the review needs, each with its source.

/// The Wilson score interval of a share at 95 % (Wilson 1927; Newcombe 1998, method 3).
#[must_use]
pub fn wilson_95(successes: u64, n: u64) -> Option<(f64, f64)> {
    /// The 97.5 % quantile of the standard normal distribution.
    const Z: f64 = 1.959_963_984_540_054;
    wilson(successes, n, Z)
}

/// The Wilson score interval of a share, of `z` standard deviations.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
pub fn wilson(successes: u64, n: u64, z: f64) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    let (p, n) = (successes as f64 / n as f64, n as f64);
    let centre = p + z * z / (2.0 * n);
    let spread = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    Some((((centre - spread) / scale).max(0.0), ((centre + spread) / scale).min(1.0)))
}

/// A share, unknown where there is nothing to take it of.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Members with one score: those to whom something happened, and the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    pub score: f64,
    pub happened: u64,
    pub spared: u64,
}

/// How well a score tells those to whom something happened from the others: the probability that one of the former has the
/// lower score, ties counting half (area under the ROC curve; Hanley and McNeil 1982). `None` where either side is empty.
#[must_use]
pub fn auc(members: &[Scored]) -> Option<f64> {
    let steps = ladder(members)?;
    // Trapezoids under the curve of the two cumulative shares.
    let area = steps.windows(2).map(|w| (w[1].1 - w[0].1) * (w[0].0 + w[1].0) / 2.0).sum();
    Some(area)
}

/// The largest distance between the cumulative shares of the two groups (two-sample Kolmogorov-Smirnov statistic).
#[must_use]
pub fn ks(members: &[Scored]) -> Option<f64> {
    let steps = ladder(members)?;
    Some(steps.iter().map(|(h, s)| (h - s).abs()).fold(0.0, f64::max))
}

/// Cumulative shares of both groups at each distinct score, rising from (0, 0).
#[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
fn ladder(members: &[Scored]) -> Option<Vec<(f64, f64)>> {
    let sum = |pick: fn(&Scored) -> u64| members.iter().map(pick).sum::<u64>();
    let (happened, spared) = (sum(|m| m.happened), sum(|m| m.spared));
    if happened == 0 || spared == 0 {
        return None;
    }
    // Without members a score is no step.
    let mut all: Vec<&Scored> = members.iter().filter(|m| m.happened + m.spared > 0).collect();
    all.sort_by(|a, b| a.score.total_cmp(&b.score));
    let (mut h, mut s) = (0, 0);
    let mut steps = vec![(0.0, 0.0)];
    for same in all.chunk_by(|a, b| a.score.total_cmp(&b.score).is_eq()) {
        h += same.iter().map(|m| m.happened).sum::<u64>();
        s += same.iter().map(|m| m.spared).sum::<u64>();
        steps.push((h as f64 / happened as f64, s as f64 / spared as f64));
    }
    Some(steps)
}

/// Pearson's correlation; `None` with fewer than two pairs or where one side does not vary.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
pub fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    if pairs.len() < 2 {
        return None;
    }
    let mean = |pick: fn(&(f64, f64)) -> f64| pairs.iter().map(pick).sum::<f64>() / n;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        xy += (a - x) * (b - y);
        xx += (a - x) * (a - x);
        yy += (b - y) * (b - y);
    }
    (xx > 0.0 && yy > 0.0).then(|| xy / (xx * yy).sqrt())
}

/// Population stability index of two distributions over the same classes: the sum of (now - then) x ln(now / then), which is
/// the symmetric divergence of Kullback and Leibler (1951). Below 0.10 stable, from 0.25 on shifted (Siddiqi 2006). Half a
/// member is added to each class, so that an empty one does not make it infinite. `None` where either side is empty.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "counts lie far below 2^53")]
pub fn psi(then: &[u64], now: &[u64]) -> Option<f64> {
    let (before, after): (u64, u64) = (then.iter().sum(), now.iter().sum());
    if before == 0 || after == 0 || then.len() != now.len() {
        return None;
    }
    let half = 0.5;
    let classes = then.len() as f64;
    let share = |n: u64, all: u64| (n as f64 + half) / (all as f64 + half * classes);
    Some(then.iter().zip(now).map(|(&t, &n)| (share(t, before), share(n, after))).map(|(t, n)| (n - t) * (n / t).ln()).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe 1998, table I, method 3: 81/263 gives 0.2553 to 0.3662, 15/148 gives 0.0624 to 0.1605,
    /// 0/20 gives 0 to 0.1611, 1/29 gives 0.0061 to 0.1718.
    #[test]
    fn wilson_agrees_with_newcombe() {
        for (x, n, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let (l, h) = wilson_95(x, n).unwrap();
            assert!((l - low).abs() < 6e-5 && (h - high).abs() < 6e-5, "{x}/{n}: {l} {h}");
        }
        assert_eq!(wilson_95(0, 0), None);
    }

    /// Hanley and McNeil 1982, table I: 58 normal and 51 abnormal images rated 1 to 5 by one reader; area 0.893. The abnormal
    /// ones have the higher ratings: turned round, they have the lower scores.
    fn hanley_mcneil() -> Vec<Scored> {
        let ratings = [(-1.0, 3, 33), (-2.0, 2, 6), (-3.0, 2, 6), (-4.0, 11, 11), (-5.0, 33, 2)];
        ratings.map(|(score, happened, spared)| Scored { score, happened, spared }).to_vec()
    }

    #[test]
    #[allow(clippy::cast_precision_loss)]
    fn auc_agrees_with_hanley_and_mcneil() {
        let images = hanley_mcneil();
        let area = auc(&images).unwrap();
        assert!((area - 0.893).abs() < 5e-4, "{area}");
        // The definition, pair by pair.
        let mut pairs = 0.0;
        for a in &images {
            for n in &images {
                let lower = if a.score < n.score { 1.0 } else { f64::from(u8::from(a.score <= n.score)) / 2.0 };
                pairs += lower * (a.happened * n.spared) as f64;
            }
        }
        assert!((area - pairs / (58.0 * 51.0)).abs() < 1e-12);
        let one = |score, happened, spared| Scored { score, happened, spared };
        assert_eq!(auc(&[one(1.0, 1, 0), one(2.0, 0, 1), one(1.0, 1, 0), one(1.5, 0, 0)]), Some(1.0));
        assert_eq!(auc(&[one(1.0, 1, 0)]), None);
    }

    /// The same table: up to rating 3 lie 45 of 58 normal (0.7759) and 7 of 51 abnormal (0.1373) images, the widest gap.
    #[test]
    fn ks_is_the_widest_gap() {
        assert!((ks(&hanley_mcneil()).unwrap() - (45.0 / 58.0 - 7.0 / 51.0)).abs() < 1e-12);
        let even = |score| Scored { score, happened: 1, spared: 1 };
        assert_eq!(ks(&[even(1.0), even(2.0)]), Some(0.0));
    }

    /// By hand, of large groups where the added halves do not show: shares 0.5, 0.3, 0.2 against 0.4, 0.3, 0.3:
    /// -0.1 x ln 0.8 + 0 + 0.1 x ln 1.5 = 0.022314 + 0.040547 = 0.062861.
    #[test]
    fn psi_by_hand() {
        let shift = psi(&[5_000_000, 3_000_000, 2_000_000], &[4_000_000, 3_000_000, 3_000_000]).unwrap();
        assert!((shift - 0.062_861).abs() < 1e-6, "{shift}");
        assert_eq!(psi(&[4, 6], &[4, 6]), Some(0.0));
        assert!(psi(&[10, 0], &[0, 10]).unwrap().is_finite());
        assert_eq!(psi(&[0], &[3]), None);
    }

    /// Anscombe 1973, the first data set of his quartet: r = 0.816.
    #[test]
    fn correlation_agrees_with_anscombe() {
        let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        let pairs: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
        assert!((correlation(&pairs).unwrap() - 0.816_42).abs() < 1e-5);
        assert_eq!(correlation(&[(1.0, 2.0), (1.0, 3.0)]), None);
    }
}

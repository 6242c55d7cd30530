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
#[allow(clippy::cast_precision_loss)]
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
#[allow(clippy::cast_precision_loss)]
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
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
}

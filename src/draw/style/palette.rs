//! From a meaning to its colour: one table for workbook, pictures and pages.
//!
//! | family | tones | rule |
//! |---|---|---|
//! | figures | accent (actual), previous (grey), plan (an outline), target (a dark line) | the notation of management reports |
//! | judgement | good, watch, bad; severities; grades A to D | green-blue is well, amber is look, brick is bad |
//! | segments | core, opportunity, support, low return | hues of their own, never used for a judgement |
//! | unknown | unclassified, unrated | pale grey |
//!
//! Within a family every two colours are far apart also for readers who do not see red, green or blue (the test at the end
//! says how far), and nothing is said by colour alone.

use crate::report::model::{Report, Tone};

/// A colour as red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rgb(pub(crate) u8, pub(crate) u8, pub(crate) u8);

impl Rgb {
    pub(crate) const WHITE: Rgb = Rgb(0xFF, 0xFF, 0xFF);
    /// Text and figures.
    pub(crate) const INK: Rgb = Rgb(0x1B, 0x26, 0x38);
    /// Text of second rank: notes, axes, the month before.
    pub(crate) const MUTED: Rgb = Rgb(0x5C, 0x68, 0x7A);
    /// Hairlines and grid lines.
    pub(crate) const LINE: Rgb = Rgb(0xE1, 0xE6, 0xEC);
    /// A line that must be seen: axes, under headers.
    pub(crate) const RULE: Rgb = Rgb(0xA9, 0xB4, 0xC2);
    /// Background of cards and headers.
    pub(crate) const PANEL: Rgb = Rgb(0xF4, 0xF6, 0xF9);
    /// Headers of the templates that must be filled in.
    pub(crate) const BAND: Rgb = Rgb(0x17, 0x36, 0x5C);

    /// This colour with `part` of it kept and the rest of `other`.
    pub(crate) fn mix(self, other: Rgb, part: f64) -> Rgb {
        let blend = |a: u8, b: u8| (f64::from(a) * part + f64::from(b) * (1.0 - part)).round() as u8;
        Rgb(blend(self.0, other.0), blend(self.1, other.1), blend(self.2, other.2))
    }

    /// A soft background of this colour, for tags and heat.
    pub(crate) fn soft(self) -> Rgb {
        self.mix(Rgb::WHITE, 0.16)
    }

    /// This colour dark enough to be read as text on white and on its own soft background: as much of it as the contrast allows.
    pub(crate) fn readable(self) -> Rgb {
        let steps = (0..=10).map(|step| self.mix(Rgb::INK, 1.0 - f64::from(step) / 10.0));
        let clear = |c: &Rgb| c.contrast(self.soft()) >= READABLE && c.contrast(Rgb::PANEL) >= READABLE;
        steps.into_iter().find(clear).unwrap_or(Rgb::INK)
    }

    /// Ink or white, whichever is easier to read on this colour.
    pub(crate) fn text_on(self) -> Rgb {
        if self.contrast(Rgb::WHITE) >= self.contrast(Rgb::INK) { Rgb::WHITE } else { Rgb::INK }
    }

    /// Contrast of two colours as WCAG defines it, 1 to 21.
    pub(crate) fn contrast(self, other: Rgb) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        a.max(b) / a.min(b)
    }

    fn luminance(self) -> f64 {
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// `0xRRGGBB`, the way the workbook wants it.
    pub(crate) fn hex(self) -> u32 {
        u32::from(self.0) << 16 | u32::from(self.1) << 8 | u32::from(self.2)
    }
}

/// The contrast that text needs.
const READABLE: f64 = 4.5;

fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

/// The colours of one review: all fixed but the accent, which may be the company's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Palette {
    accent: Rgb,
}

impl Default for Palette {
    fn default() -> Self {
        Palette { accent: Rgb(0x1F, 0x5F, 0xA8) }
    }
}

impl Palette {
    pub(crate) fn of(report: &Report) -> Palette {
        report.brand.accent.map_or_else(Palette::default, |[r, g, b]| Palette { accent: Rgb(r, g, b) })
    }

    /// The colour of a meaning.
    pub(crate) fn colour(self, tone: Tone) -> Rgb {
        match tone {
            Tone::Accent => self.accent,
            Tone::Neutral => Rgb(0x5B, 0x6B, 0x80),
            Tone::Muted => Rgb(0xB4, 0xBD, 0xC8),
            Tone::Unclassified | Tone::Unrated => Rgb(0xCF, 0xD5, 0xDC),
            Tone::Good | Tone::GradeA => Rgb(0x14, 0x61, 0x5A),
            Tone::GradeB => Rgb(0x56, 0xA8, 0x8D),
            Tone::Watch | Tone::GradeC => Rgb(0xE4, 0xA3, 0x36),
            Tone::Bad | Tone::GradeD => Rgb(0x9E, 0x38, 0x1F),
            Tone::Core => Rgb(0x43, 0x30, 0x7C),
            Tone::Opportunity => Rgb(0xE1, 0x6C, 0xB3),
            Tone::Support => Rgb(0x4D, 0xC6, 0xEF),
            Tone::LowReturn => Rgb(0x5A, 0x68, 0x74),
            Tone::Previous => Rgb(0xB7, 0xC4, 0xD4),
            Tone::Plan | Tone::Target => Rgb(0x3C, 0x46, 0x55),
        }
    }

    /// The band of an interval: that of the figures themselves, or the grey of the year before where it is its range.
    pub(crate) fn band(self, target: Tone) -> Rgb {
        match target {
            Tone::Previous => self.colour(Tone::Previous).mix(Rgb::WHITE, 0.45),
            _ => self.accent.mix(Rgb::WHITE, 0.2),
        }
    }

    /// Text that leads somewhere: the accent, as dark as reading needs.
    pub(crate) fn link(self) -> Rgb {
        self.accent.readable()
    }
}

/// Whether areas of this meaning are drawn as an outline: what is planned is not there yet.
pub(crate) fn is_outlined(tone: Tone) -> bool {
    tone == Tone::Plan
}

/// The colour of a meaning in files that belong to no review: templates, rejected rows.
pub(crate) fn colour(tone: Tone) -> Rgb {
    Palette::default().colour(tone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Tone::*;

    const ALL: [Tone; 19] = [
        Neutral,
        Muted,
        Accent,
        Good,
        Watch,
        Bad,
        Core,
        Opportunity,
        Support,
        LowReturn,
        Unclassified,
        GradeA,
        GradeB,
        GradeC,
        GradeD,
        Unrated,
        Previous,
        Plan,
        Target,
    ];

    #[test]
    fn all_tones_are_readable_as_text_and_under_text() {
        // A house colour may be as light as it likes.
        for palette in [Palette::default(), Palette { accent: Rgb(0xFF, 0xE6, 0x00) }] {
            for tone in ALL {
                let colour = palette.colour(tone);
                assert!(colour.readable().contrast(colour.soft()) >= 4.5, "{tone:?} on its soft background");
                assert!(colour.readable().contrast(Rgb::WHITE) >= 4.5, "{tone:?} on white");
                assert!(colour.text_on().contrast(colour) >= 4.0, "on {tone:?}: {}", colour.text_on().contrast(colour));
            }
            assert!(palette.link().contrast(Rgb::PANEL) >= 4.5);
        }
        assert!(Rgb::MUTED.contrast(Rgb::PANEL) >= 4.5);
    }

    /// How people see who lack one of the three receptors (Machado, Oliveira and Fernandes 2009, full severity), over linear RGB.
    const SIGHTS: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ];

    /// Lightness and hue as CIELAB has them, where distance is about what the eye sees.
    fn seen(colour: Rgb, sight: &[[f64; 3]; 3]) -> [f64; 3] {
        let rgb = [colour.0, colour.1, colour.2].map(linear);
        let [r, g, b] = sight.map(|row| row.iter().zip(rgb).map(|(a, b)| a * b).sum::<f64>().clamp(0.0, 1.0));
        let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.950_47);
        let y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
        let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.088_83);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    #[test]
    fn no_two_colours_of_a_family_look_alike_to_anybody() {
        let families: [&[Tone]; 4] = [
            &[Core, Opportunity, Support, LowReturn, Unclassified],
            &[GradeA, GradeB, GradeC, GradeD, Unrated],
            &[Good, Watch, Bad],
            &[Accent, Previous, Bad, Target],
        ];
        for sight in &SIGHTS {
            for (a, b) in
                families.iter().flat_map(|f| f.iter().enumerate().flat_map(|(at, a)| f[..at].iter().map(move |b| (a, b))))
            {
                let (one, other) = (seen(colour(*a), sight), seen(colour(*b), sight));
                let apart = one.iter().zip(other).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt();
                assert!(apart >= 18.0, "{a:?} and {b:?}: {apart:.0}");
            }
        }
    }
}

//! Colours of the page: those of the one visual system, and what becomes of them on a dark ground.
//!
//! A tone keeps its hue everywhere. Where it would be too faint to be seen or read on its ground it is moved towards ink (on
//! light) or white (on dark) until it is not: 3:1 for shapes, 4.5:1 for text.

use std::fmt::Write as _;

use crate::draw::style::{Palette, Rgb};
use crate::report::model::Tone;

/// A ground and what stands on it.
pub(crate) struct Ground {
    pub(crate) page: Rgb,
    pub(crate) surface: Rgb,
    pub(crate) panel: Rgb,
    pub(crate) line: Rgb,
    pub(crate) rule: Rgb,
    pub(crate) muted: Rgb,
    pub(crate) ink: Rgb,
    pub(crate) band: Rgb,
    pub(crate) on_band: Rgb,
}

pub(crate) const LIGHT: Ground = Ground {
    page: Rgb(0xFB, 0xFC, 0xFD),
    surface: Rgb::WHITE,
    panel: Rgb::PANEL,
    line: Rgb::LINE,
    rule: Rgb::RULE,
    muted: Rgb(0x56, 0x62, 0x74),
    ink: Rgb::INK,
    band: Rgb::BAND,
    on_band: Rgb(0xC6, 0xD4, 0xE6),
};

pub(crate) const DARK: Ground = Ground {
    page: Rgb(0x0F, 0x15, 0x1E),
    surface: Rgb(0x16, 0x1E, 0x2A),
    panel: Rgb(0x1D, 0x27, 0x35),
    line: Rgb(0x2A, 0x36, 0x47),
    rule: Rgb(0x4A, 0x5A, 0x70),
    muted: Rgb(0xA3, 0xB0, 0xC2),
    ink: Rgb(0xE8, 0xED, 0xF4),
    band: Rgb(0x12, 0x2A, 0x48),
    on_band: Rgb(0xC6, 0xD4, 0xE6),
};

/// A tone on one ground.
pub(crate) struct Shades {
    /// A shape, and its edge where the fill alone is too faint.
    pub(crate) fill: Rgb,
    pub(crate) edge: Rgb,
    /// Text on the ground and on `soft`.
    pub(crate) text: Rgb,
    /// Behind a word.
    pub(crate) soft: Rgb,
    /// A bar behind a figure.
    pub(crate) bar: Rgb,
    /// Text on the shape.
    pub(crate) on: Rgb,
}

impl Ground {
    /// A tone on this ground.
    pub(crate) fn shades(&self, palette: Palette, tone: Tone) -> Shades {
        let own = palette.colour(tone);
        let light = self.surface.contrast(Rgb::WHITE) < 2.0;
        let fill = match (light, grey(own)) {
            (true, _) => own,
            // A grey is how much something steps back or forward: it does so by as much on either ground.
            (false, true) => self.receding(contrast(own, LIGHT.surface)),
            (false, false) => self.legible(own, &[self.surface], 3.0),
        };
        let soft = fill.mix(self.surface, if light { 0.16 } else { 0.24 });
        Shades {
            fill,
            edge: self.legible(fill, &[self.surface], 3.0),
            text: self.legible(own, &[self.surface, self.panel, soft], 4.5),
            soft,
            bar: fill.mix(self.surface, 0.28),
            on: on(fill),
        }
    }

    /// A colour moved towards the ink of this ground until it stands out so much from everything it is put on.
    fn legible(&self, colour: Rgb, grounds: &[Rgb], ratio: f64) -> Rgb {
        let enough = |c: Rgb| grounds.iter().all(|ground| contrast(c, *ground) >= ratio);
        let steps = (0..=20).map(|step| colour.mix(self.ink, 1.0 - f64::from(step) / 20.0));
        steps.into_iter().find(|c| enough(*c)).unwrap_or(self.ink)
    }

    /// The grey of this ground that stands out by so much, and at least so that it is seen.
    fn receding(&self, ratio: f64) -> Rgb {
        let steps = (0..=40).map(|step| self.ink.mix(self.surface, f64::from(step) / 40.0));
        steps.into_iter().find(|c| contrast(*c, self.surface) >= ratio.max(3.0)).unwrap_or(self.ink)
    }

    /// The variables of the style sheet for this ground and these tones.
    pub(crate) fn variables(&self, palette: Palette, tones: &[Tone]) -> String {
        let mut out = String::new();
        let own = [
            ("page", self.page),
            ("surface", self.surface),
            ("panel", self.panel),
            ("line", self.line),
            ("rule", self.rule),
            ("muted", self.muted),
            ("ink", self.ink),
            ("band", self.band),
            ("on-band", self.on_band),
        ];
        for (name, value) in own {
            let _ = write!(out, "--{name}:{};", hex(value));
        }
        for tone in tones {
            let (name, s) = (name(*tone), self.shades(palette, *tone));
            for (part, value) in [("c", s.fill), ("e", s.edge), ("k", s.text), ("s", s.soft), ("b", s.bar), ("o", s.on)] {
                let _ = write!(out, "--{name}-{part}:{};", hex(value));
            }
        }
        out
    }
}

/// Whether a colour has hardly any hue.
fn grey(Rgb(r, g, b): Rgb) -> bool {
    r.max(g).max(b) - r.min(g).min(b) < 0x30
}

/// Black or white, whichever is easier to read on this colour; the ink where it will do.
fn on(fill: Rgb) -> Rgb {
    let candidates = [Rgb::INK, Rgb::WHITE, Rgb(0, 0, 0)];
    candidates.into_iter().find(|c| contrast(*c, fill) >= 4.5).unwrap_or(Rgb::WHITE)
}

/// The tones a page uses, in the order it met them: only these are in its style sheet.
pub(crate) struct Tones(Vec<Tone>);

impl Tones {
    /// The accent is always there: links have it.
    pub(crate) fn new() -> Tones {
        Tones(vec![Tone::Accent])
    }

    /// The class that gives an element the colours of a tone.
    pub(crate) fn class(&mut self, tone: Tone) -> String {
        if !self.0.contains(&tone) {
            self.0.push(tone);
        }
        format!("t-{}", name(tone))
    }

    pub(crate) fn all(&self) -> &[Tone] {
        &self.0
    }
}

/// A tone as the style sheet names it.
pub(crate) fn name(tone: Tone) -> String {
    format!("{tone:?}").to_lowercase()
}

pub(crate) fn hex(colour: Rgb) -> String {
    format!("#{:06x}", colour.hex())
}

/// How much one colour stands out from another, from 1 to 21, as WCAG has it.
pub(crate) fn contrast(a: Rgb, b: Rgb) -> f64 {
    a.contrast(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TONES: [Tone; 19] = [
        Tone::Neutral,
        Tone::Muted,
        Tone::Accent,
        Tone::Good,
        Tone::Watch,
        Tone::Bad,
        Tone::Core,
        Tone::Opportunity,
        Tone::Support,
        Tone::LowReturn,
        Tone::Unclassified,
        Tone::GradeA,
        Tone::GradeB,
        Tone::GradeC,
        Tone::GradeD,
        Tone::Unrated,
        Tone::Previous,
        Tone::Plan,
        Tone::Target,
    ];

    #[test]
    fn all_text_can_be_read_and_all_shapes_seen_on_light_and_dark() {
        let palette = Palette::default();
        for (ground, name) in [(LIGHT, "light"), (DARK, "dark")] {
            for on in [ground.page, ground.surface, ground.panel] {
                assert!(contrast(ground.ink, on) >= 7.0 && contrast(ground.muted, on) >= 4.5, "{name}");
            }
            assert!(contrast(ground.on_band, ground.band) >= 4.5 && contrast(Rgb::WHITE, ground.band) >= 7.0, "{name}");
            for tone in TONES {
                let s = ground.shades(palette, tone);
                assert!(contrast(s.edge, ground.surface) >= 3.0, "{name} {tone:?} edge");
                assert!(contrast(s.on, s.fill) >= 4.5, "{name} {tone:?} on");
                for on in [ground.surface, ground.panel, s.soft] {
                    assert!(contrast(s.text, on) >= 4.5, "{name} {tone:?} text");
                }
                assert!(contrast(ground.ink, s.bar) >= 4.5, "{name} {tone:?} bar");
            }
        }
    }

    /// Tones that mean different things in one picture are still told apart on dark.
    #[test]
    fn meanings_that_meet_in_a_chart_differ_on_both_grounds() {
        for ground in [LIGHT, DARK] {
            let fills = |tones: &[Tone]| tones.iter().map(|t| ground.shades(Palette::default(), *t).fill).collect::<Vec<_>>();
            let groups: [&[Tone]; 3] = [
                &[Tone::Core, Tone::Opportunity, Tone::Support, Tone::LowReturn],
                &[Tone::GradeA, Tone::GradeB, Tone::GradeC, Tone::GradeD],
                &[Tone::Accent, Tone::Previous, Tone::Bad],
            ];
            for group in groups {
                let fills = fills(group);
                for (at, a) in fills.iter().enumerate() {
                    for b in &fills[at + 1..] {
                        let apart = a.0.abs_diff(b.0) as u32 + u32::from(a.1.abs_diff(b.1)) + u32::from(a.2.abs_diff(b.2));
                        assert!(apart > 50, "{a:?} {b:?}");
                    }
                }
            }
        }
    }
}

//! What every picture has around its plot: the finding as title, what is shown, the insight, the key of colours.

use super::face::Face;
use super::scene::{Anchor, Area, HEIGHT, Scene, WIDTH};
use crate::draw::style::{Palette, Rgb, Scale, is_outlined};
use crate::report::model::{Chart, Report, Tone, Unit};

/// Type scale of the pictures, in pixels.
pub(crate) mod px {
    pub(crate) const TITLE: f64 = 38.0;
    pub(crate) const WHAT: f64 = 23.0;
    pub(crate) const INSIGHT: f64 = 25.0;
    pub(crate) const LABEL: f64 = 23.0;
    pub(crate) const AXIS: f64 = 21.0;
}

const MARGIN: f64 = 52.0;

/// The frame of one picture, and the room left in it.
pub(crate) struct Frame<'a> {
    pub(crate) chart: &'a Chart,
    pub(crate) report: &'a Report,
    pub(crate) face: &'a Face,
    pub(crate) palette: Palette,
    /// What is left between the title above and the insight below.
    pub(crate) room: Area,
}

impl<'a> Frame<'a> {
    /// Writes title, what is shown, and insight, and measures what is left.
    pub(crate) fn new(scene: &mut Scene, chart: &'a Chart, report: &'a Report, face: &'a Face) -> Frame<'a> {
        let palette = Palette::of(report);
        let (left, right) = (MARGIN, WIDTH as f64 - MARGIN);
        let mut top = 44.0;
        // A long finding is set smaller before it is cut.
        let fits = |size: &f64| face.wrap(&chart.title, right - left, *size, 9).len() <= 2;
        let size = [px::TITLE, 34.0, 30.0, 27.0].into_iter().find(fits).unwrap_or(27.0);
        for line in face.wrap(&chart.title, right - left, size, 2) {
            scene.bold(&line, (left, top + size * 0.5), Anchor::Start, size, Rgb::INK);
            top += size * 1.28;
        }
        top += 8.0;
        for line in face.wrap(&chart.what, right - left, px::WHAT, 2) {
            scene.text(&line, (left, top + px::WHAT * 0.5), Anchor::Start, px::WHAT, Rgb::MUTED);
            top += px::WHAT * 1.35;
        }
        let bottom = Frame::insight(scene, chart, face, palette, HEIGHT as f64 - 34.0);
        let room = Area { left, top: top + 20.0, right, bottom };
        Frame { chart, report, face, palette, room }
    }

    /// The insight at the foot, beside a bar of the accent; returns what is left above it.
    fn insight(scene: &mut Scene, chart: &Chart, face: &Face, palette: Palette, bottom: f64) -> f64 {
        let (left, right) = (MARGIN + 20.0, WIDTH as f64 - MARGIN);
        let lines = face.wrap(&chart.pointer, right - left, px::INSIGHT, 2);
        if lines.is_empty() || chart.empty.is_some() {
            return bottom - 6.0;
        }
        let step = px::INSIGHT * 1.4;
        let top = bottom - step * lines.len() as f64;
        scene.rect(MARGIN, top + 2.0, MARGIN + 5.0, bottom - 2.0, palette.colour(Tone::Accent));
        for (nth, line) in lines.iter().enumerate() {
            scene.text(line, (left, top + step * (nth as f64 + 0.5)), Anchor::Start, px::INSIGHT, Rgb::INK);
        }
        top - 24.0
    }

    pub(crate) fn colour(&self, tone: Tone) -> Rgb {
        self.palette.colour(tone)
    }

    /// A column or bar of a meaning: solid, or an outline for what was planned.
    pub(crate) fn bar(&self, scene: &mut Scene, area: Area, tone: Tone) {
        let draw = if is_outlined(tone) { Scene::outline } else { Scene::rect };
        draw(scene, area.left, area.top, area.right, area.bottom, self.colour(tone));
    }

    /// Text inside a bar of this meaning.
    pub(crate) fn text_on(&self, tone: Tone) -> Rgb {
        if is_outlined(tone) { Rgb::INK } else { self.colour(tone).text_on() }
    }

    /// The scale of an axis whose figures reach `largest`.
    pub(crate) fn scale(&self, unit: Unit, largest: f64) -> Scale {
        Scale::of(unit, largest, self.report)
    }

    /// The room inside, less so much on each side.
    pub(crate) fn inside(&self, left: f64, top: f64, right: f64, bottom: f64) -> Area {
        let room = &self.room;
        Area { left: room.left + left, top: room.top + top, right: room.right - right, bottom: room.bottom - bottom }
    }

    /// The key: a patch of colour and a name for each series, in one row from the left; returns its height.
    pub(crate) fn key(&self, scene: &mut Scene, entries: &[(String, Mark, Rgb)]) -> f64 {
        const PATCH: f64 = 22.0;
        let (mut x, mut y) = (self.room.left, self.room.top + 12.0);
        for (name, mark, colour) in entries {
            let name = self.face.clipped(name, self.room.width() * 0.45, px::LABEL);
            let width = PATCH + 10.0 + self.face.width(&name, px::LABEL);
            if x > self.room.left && x + width > self.room.right {
                (x, y) = (self.room.left, y + 34.0);
            }
            match mark {
                Mark::Patch => scene.rect(x, y - 9.0, x + PATCH, y + 9.0, *colour),
                Mark::Outline => scene.outline(x, y - 9.0, x + PATCH, y + 9.0, *colour),
                Mark::Line => scene.line(&[(x, y), (x + PATCH, y)], 5.0, *colour),
                Mark::Dashed => scene.dashed(&[(x - 1.0, y), (x + PATCH + 14.0, y)], 3.0, *colour),
            }
            let gap = if *mark == Mark::Dashed { 24.0 } else { 10.0 };
            scene.text(&name, (x + PATCH + gap, y), Anchor::Start, px::LABEL, Rgb::INK);
            x += width + gap + 26.0;
        }
        if entries.is_empty() { 0.0 } else { y - self.room.top + 30.0 }
    }

    /// A calm frame with the sentence that says why there is nothing to draw.
    pub(crate) fn say_empty(&self, scene: &mut Scene, reason: &str) {
        let room = &self.room;
        scene.rect(room.left, room.top, room.right, room.bottom, Rgb::PANEL);
        let lines = self.face.wrap(reason, room.width() * 0.7, px::INSIGHT, 6);
        let (middle, step) = ((room.left + room.right) / 2.0, px::INSIGHT * 1.45);
        let mut y = (room.top + room.bottom) / 2.0 - step * (lines.len() as f64 - 1.0) / 2.0;
        for line in lines {
            scene.text(&line, (middle, y), Anchor::Middle, px::INSIGHT, Rgb::MUTED);
            y += step;
        }
    }
}

/// How a series looks in the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Patch,
    Outline,
    Line,
    Dashed,
}

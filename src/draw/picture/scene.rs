//! What a picture consists of: shapes and labels in units of the scene, in drawing order.

use super::super::style::Rgb;

pub(crate) const WIDTH: usize = 1600;
pub(crate) const HEIGHT: usize = 900;

/// Shapes first, labels on top.
#[derive(Debug, Default)]
pub(crate) struct Scene {
    pub(crate) shapes: Vec<Shape>,
    pub(crate) labels: Vec<Label>,
}

#[derive(Debug)]
pub(crate) enum Shape {
    Rect { area: Area, colour: Rgb },
    Polygon { points: Vec<(f64, f64)>, colour: Rgb },
    Line { points: Vec<(f64, f64)>, width: f64, colour: Rgb },
    Disc { centre: (f64, f64), radius: f64, colour: Rgb },
}

/// A text on one line.
#[derive(Debug, Clone)]
pub(crate) struct Label {
    pub(crate) text: String,
    /// The anchor: its left, middle or right, and the middle of its height.
    pub(crate) at: (f64, f64),
    pub(crate) anchor: Anchor,
    /// Em size in pixels.
    pub(crate) size: f64,
    pub(crate) colour: Rgb,
    pub(crate) bold: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Area {
    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(crate) fn overlaps(&self, other: &Area) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    pub(crate) fn holds(&self, other: &Area) -> bool {
        self.left <= other.left && self.right >= other.right && self.top <= other.top && self.bottom >= other.bottom
    }
}

impl Scene {
    /// The colours it is drawn with.
    pub(crate) fn colours(&self) -> impl Iterator<Item = Rgb> {
        let of = |shape: &Shape| match shape {
            Shape::Rect { colour, .. }
            | Shape::Polygon { colour, .. }
            | Shape::Line { colour, .. }
            | Shape::Disc { colour, .. } => *colour,
        };
        self.shapes.iter().map(of).chain(self.labels.iter().map(|label| label.colour))
    }

    pub(crate) fn rect(&mut self, left: f64, top: f64, right: f64, bottom: f64, colour: Rgb) {
        self.shapes.push(Shape::Rect { area: Area { left, top, right, bottom }, colour });
    }

    /// The outline of a rectangle, inside its edges, on white.
    pub(crate) fn outline(&mut self, left: f64, top: f64, right: f64, bottom: f64, colour: Rgb) {
        const WIDTH: f64 = 2.0;
        self.rect(left, top, right, bottom, colour);
        if right - left > 2.0 * WIDTH && bottom - top > 2.0 * WIDTH {
            self.rect(left + WIDTH, top + WIDTH, right - WIDTH, bottom - WIDTH, Rgb::WHITE);
        }
    }

    pub(crate) fn line(&mut self, points: &[(f64, f64)], width: f64, colour: Rgb) {
        if points.len() > 1 {
            self.shapes.push(Shape::Line { points: points.to_vec(), width, colour });
        }
    }

    /// A dashed line: each dash is a line of its own, so that pixels and SVG agree.
    pub(crate) fn dashed(&mut self, points: &[(f64, f64)], width: f64, colour: Rgb) {
        const DASH: f64 = 14.0;
        const GAP: f64 = 9.0;
        let mut phase = 0.0;
        for pair in points.windows(2) {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let length = (x1 - x0).hypot(y1 - y0);
            let mut at = -phase;
            while at < length {
                let (from, to) = (at.max(0.0), (at + DASH).min(length));
                if to > from {
                    let point = |d: f64| (x0 + (x1 - x0) * d / length, y0 + (y1 - y0) * d / length);
                    self.line(&[point(from), point(to)], width, colour);
                }
                at += DASH + GAP;
            }
            phase = (phase + length) % (DASH + GAP);
        }
    }

    /// A dot with a thin white rim, so that dots that overlap can be told apart.
    pub(crate) fn dot(&mut self, centre: (f64, f64), radius: f64, colour: Rgb) {
        self.shapes.push(Shape::Disc { centre, radius: radius + 1.7, colour: Rgb::WHITE });
        self.shapes.push(Shape::Disc { centre, radius, colour });
    }

    pub(crate) fn polygon(&mut self, points: Vec<(f64, f64)>, colour: Rgb) {
        self.shapes.push(Shape::Polygon { points, colour });
    }

    pub(crate) fn text(&mut self, text: &str, at: (f64, f64), anchor: Anchor, size: f64, colour: Rgb) {
        self.label(text, at, anchor, size, colour, false);
    }

    pub(crate) fn bold(&mut self, text: &str, at: (f64, f64), anchor: Anchor, size: f64, colour: Rgb) {
        self.label(text, at, anchor, size, colour, true);
    }

    fn label(&mut self, text: &str, at: (f64, f64), anchor: Anchor, size: f64, colour: Rgb, bold: bool) {
        if !text.trim().is_empty() {
            self.labels.push(Label { text: text.to_owned(), at, anchor, size, colour, bold });
        }
    }
}

//! The pixels of a picture: a number for each, and the colours these stand for. To draw and to pack, that is a third of what three
//! bytes a pixel would weigh.

use super::paint::PIXELS;
use crate::draw::style::Rgb;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Steps from a pixel that is not covered to one that is covered whole: as fine as letters on a screen.
const LEVELS: usize = 16;
/// Colours a picture can have.
const COLOURS: usize = 256;
/// What a colour makes of a pixel is not known yet.
const UNKNOWN: u16 = u16::MAX;

/// A pixel that is covered whole.
const FULL: u8 = LEVELS as u8 - 1;

/// The step of a share that is covered.
#[inline]
fn level(cover: f32) -> u8 {
    (cover.min(1.0) * f32::from(FULL) + 0.5) as u8
}

/// A shape that is laid in many places: how much it covers of each pixel, row by row.
pub(crate) struct Stamp {
    width: usize,
    levels: Vec<u8>,
}

impl Stamp {
    pub(crate) fn new(width: usize, height: usize) -> Stamp {
        Stamp { width, levels: vec![0; width * height] }
    }

    /// How much it covers of a pixel.
    pub(crate) fn cover(&mut self, x: usize, y: usize, cover: f32) {
        if let Some(to) = self.levels.get_mut(y * self.width + x).filter(|_| x < self.width) {
            *to = level(cover);
        }
    }
}

pub(crate) struct Pixels {
    /// Row by row, [`PIXELS`] in all.
    numbers: Vec<u8>,
    palette: Vec<Rgb>,
    /// For each colour what it makes of a pixel: by the pixel's number and by how much is covered.
    laid: Vec<Option<Box<[u16; COLOURS * LEVELS]>>>,
}

/// Pixels of pictures that are done, for those that come: fresh memory would take the system longer to give than all drawing.
fn pool() -> MutexGuard<'static, Vec<Vec<u8>>> {
    static POOL: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Pixels {
    fn drop(&mut self) {
        pool().push(std::mem::take(&mut self.numbers));
    }
}

impl Pixels {
    /// White paper; `colours` are those that will be drawn with, and are kept as they are.
    pub(crate) fn new(colours: impl Iterator<Item = Rgb>) -> Pixels {
        // White is number 0.
        let mut numbers = pool().pop().unwrap_or_default();
        numbers.clear();
        numbers.resize(PIXELS.0 * PIXELS.1, 0);
        let mut pixels = Pixels { numbers, palette: vec![Rgb::WHITE], laid: Vec::new() };
        colours.for_each(|colour| _ = pixels.number(colour));
        pixels
    }

    /// The number of a colour, or of the nearest one where there is no room for more.
    pub(crate) fn number(&mut self, colour: Rgb) -> u8 {
        let known = self.palette.iter().position(|known| *known == colour);
        let at = known.unwrap_or_else(|| {
            if self.palette.len() < COLOURS {
                self.palette.push(colour);
                return self.palette.len() - 1;
            }
            let far = |a: u8, b: u8| (i32::from(a) - i32::from(b)).pow(2);
            let distance = |c: &Rgb| far(c.0, colour.0) + far(c.1, colour.1) + far(c.2, colour.2);
            (0..COLOURS).min_by_key(|at| distance(&self.palette[*at])).unwrap_or(0)
        });
        u8::try_from(at).unwrap_or(0)
    }

    /// Fills part of a row.
    pub(crate) fn fill(&mut self, y: usize, across: std::ops::Range<usize>, number: u8) {
        let row = y * PIXELS.0;
        if let Some(pixels) = self.numbers.get_mut(row + across.start..row + across.end) {
            pixels.fill(number);
        }
    }

    /// Lays a colour over a pixel that it covers in part; beyond the edges there is none.
    #[inline]
    pub(crate) fn blend(&mut self, x: usize, y: usize, number: u8, cover: f32) {
        self.lay(x, y, number, level(cover));
    }

    #[inline]
    fn lay(&mut self, x: usize, y: usize, number: u8, level: u8) {
        if x >= PIXELS.0 || level == 0 {
            return;
        }
        let at = y * PIXELS.0 + x;
        let Some(&old) = self.numbers.get(at) else { return };
        self.numbers[at] = if level == FULL { number } else { self.mixed(old, number, level.into()) };
    }

    /// Lays a stamp over the pixels, its corner at a place that may lie beyond the edges.
    pub(crate) fn stamp(&mut self, stamp: &Stamp, (left, top): (i32, i32), number: u8) {
        for (y, row) in (top..).zip(stamp.levels.chunks_exact(stamp.width.max(1))) {
            for (x, &level) in (left..).zip(row).filter(|(_, level)| **level > 0) {
                if let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) {
                    self.lay(x, y, number, level);
                }
            }
        }
    }

    #[inline]
    fn mixed(&mut self, old: u8, new: u8, level: usize) -> u8 {
        if self.laid.is_empty() {
            self.laid.resize_with(COLOURS, || None);
        }
        let place = usize::from(old) * LEVELS + level;
        let table = self.laid[usize::from(new)].get_or_insert_with(|| Box::new([UNKNOWN; COLOURS * LEVELS]));
        if let Ok(known) = u8::try_from(table[place]) {
            return known;
        }
        let cover = level as f32 / (LEVELS - 1) as f32;
        let mix = |old: u8, new: u8| (f32::from(old) * (1.0 - cover) + f32::from(new) * cover).round() as u8;
        let (a, b) = (self.palette[usize::from(old)], self.palette[usize::from(new)]);
        let number = self.number(Rgb(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2)));
        if let Some(table) = &mut self.laid[usize::from(new)] {
            table[place] = number.into();
        }
        number
    }

    /// The rows from top to bottom.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.numbers.chunks_exact(PIXELS.0)
    }

    pub(crate) fn palette(&self) -> &[Rgb] {
        &self.palette
    }

    /// The colour of a pixel.
    #[cfg(test)]
    pub(crate) fn at(&self, x: usize, y: usize) -> Rgb {
        self.palette[usize::from(self.numbers[y * PIXELS.0 + x])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK: Rgb = Rgb(0, 0, 0);

    #[test]
    fn a_colour_covers_in_steps() {
        let mut pixels = Pixels::new([BLACK].into_iter());
        let black = pixels.number(BLACK);
        for (x, cover) in [0.0, 0.01, 0.5, 0.99, 1.0].into_iter().enumerate() {
            pixels.blend(x, 0, black, cover);
        }
        let seen: Vec<u8> = (0..5).map(|x| pixels.at(x, 0).0).collect();
        // Of fifteen steps, half is the eighth: 255 × 7 ÷ 15.
        assert_eq!(seen, [255, 255, 119, 0, 0]);
        // Twice half of it: 119 × 7 ÷ 15 = 55.5.
        pixels.blend(2, 0, black, 0.5);
        assert_eq!(pixels.at(2, 0), Rgb(56, 56, 56));
        // Beyond the edges.
        pixels.blend(PIXELS.0, 0, black, 1.0);
        pixels.blend(0, PIXELS.1, black, 1.0);
        assert_eq!(pixels.at(0, 1), Rgb::WHITE);
    }

    #[test]
    fn colours_that_are_drawn_with_stay_and_others_are_near() {
        let greys = |n: u8| Rgb(n, n, n);
        let mut pixels = Pixels::new((0..=255).map(greys));
        assert_eq!(pixels.palette().len(), COLOURS);
        let (near, same) = (pixels.number(Rgb(100, 101, 100)), pixels.number(greys(7)));
        assert_eq!((pixels.palette()[usize::from(near)], pixels.palette()[usize::from(same)]), (greys(100), greys(7)));
    }
}

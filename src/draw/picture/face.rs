//! The font compiled in: how wide a text is, where a line breaks, and the outlines of its characters.

use super::super::error::DrawError;
use super::super::style::is_wide;
use super::pixels::{Pixels, Stamp};
use super::scene::{Anchor, Area, Label};
use ab_glyph::{Font, FontRef, GlyphId, OutlineCurve, PxScale};
use rustc_hash::FxHashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Noto Sans SC, see the README beside the file.
const FONT: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-Regular.subset.ttf");

/// How far the second stroke of bold text is shifted, in ems: the font has one weight only.
const BOLD_SHIFT: f64 = 0.028;

/// Baseline below the middle of a line, in ems: half the height of a capital letter.
const BASELINE: f64 = 0.366;

/// Characters that must not begin a line.
const NOT_FIRST: &str = "，。；：、！？）】》」』”’％%,.;:!?)]}…·";

/// Places within a pixel at which a character may begin: finer ones nobody sees.
const PLACES: f64 = 4.0;

pub(crate) struct Face {
    font: FontRef<'static>,
    /// Font units of an em.
    em: f64,
    /// Characters that were drawn: pictures of one review have the same ones over and over.
    stamps: Mutex<FxHashMap<Character, Option<Arc<Placed>>>>,
}

/// A character as it is drawn: its size as bits, and where within a pixel it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Character {
    glyph: GlyphId,
    size: u32,
    place: u8,
}

/// Its pixels, and where they lie from the one in which it begins.
struct Placed {
    left: i32,
    top: i32,
    stamp: Stamp,
}

impl Face {
    /// The font, the same for all pictures.
    pub(crate) fn embedded() -> Result<&'static Face, DrawError> {
        static FACE: OnceLock<Option<Face>> = OnceLock::new();
        let read = || {
            let font = FontRef::try_from_slice(FONT).ok()?;
            let em = f64::from(font.units_per_em()?);
            Some(Face { font, em, stamps: Mutex::default() })
        };
        FACE.get_or_init(read).as_ref().ok_or(DrawError::Font)
    }

    /// Width of a text in pixels.
    pub(crate) fn width(&self, text: &str, size: f64) -> f64 {
        text.chars().map(|c| f64::from(self.font.h_advance_unscaled(self.font.glyph_id(c)))).sum::<f64>() * size / self.em
    }

    /// The text in lines no wider than `width`, at most `lines` of them; what is left over ends in an ellipsis.
    pub(crate) fn wrap(&self, text: &str, width: f64, size: f64, lines: usize) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut line = String::new();
        for piece in pieces(text) {
            if !line.is_empty() && self.width(&format!("{line}{}", piece.trim_end()), size) > width {
                out.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            if !(line.is_empty() && piece.trim().is_empty()) {
                line.push_str(piece);
            }
        }
        if !line.trim().is_empty() {
            out.push(line.trim_end().to_owned());
        }
        if out.len() > lines {
            let rest = out.split_off(lines.saturating_sub(1)).join("");
            out.push(self.clipped(&format!("{rest}…"), width, size));
        }
        out.iter().map(|line| self.clipped(line, width, size)).collect()
    }

    /// The text, shortened with an ellipsis where it is wider than `width`.
    pub(crate) fn clipped(&self, text: &str, width: f64, size: f64) -> String {
        if self.width(text, size) <= width {
            return text.to_owned();
        }
        let mut kept: Vec<char> = text.trim_end_matches('…').chars().collect();
        while let Some(last) = kept.pop() {
            let shorter: String = kept.iter().collect();
            if self.width(&format!("{}…", shorter.trim_end()), size) <= width || kept.is_empty() {
                let first = if kept.is_empty() { last.to_string() } else { shorter };
                return format!("{}…", first.trim_end());
            }
        }
        String::new()
    }

    /// The rectangle a label covers.
    pub(crate) fn area(&self, label: &Label) -> Area {
        let width = self.width(&label.text, label.size);
        let left = left_of(label, width);
        let (top, bottom) = (label.at.1 - label.size * 0.56, label.at.1 + label.size * 0.56);
        Area { left, top, right: left + width, bottom }
    }

    /// Whether the font has this character.
    #[cfg(test)]
    pub(crate) fn has(&self, c: char) -> bool {
        self.font.glyph_id(c) != GlyphId(0)
    }

    /// Draws a label, whose place is stated in pixels.
    pub(crate) fn blend(&self, label: &Label, pixels: &mut Pixels) {
        let number = pixels.number(label.colour);
        let em_height = f64::from(self.font.height_unscaled());
        let size = (label.size * em_height / self.em) as f32;
        let y = (label.at.1 + label.size * BASELINE).round() as i32;
        for (glyph, x) in self.placed(label) {
            let twice = if label.bold { 2 } else { 1 };
            for stroke in 0..twice {
                let x = ((x + f64::from(stroke) * label.size * BOLD_SHIFT) * PLACES).round() / PLACES;
                let character = Character { glyph, size: size.to_bits(), place: ((x - x.floor()) * PLACES) as u8 };
                if let Some(placed) = self.stamp(character) {
                    pixels.stamp(&placed.stamp, (x.floor() as i32 + placed.left, y + placed.top), number);
                }
            }
        }
    }

    /// The pixels of a character; none where it has no outline.
    fn stamp(&self, character: Character) -> Option<Arc<Placed>> {
        let mut stamps = self.stamps.lock().unwrap_or_else(PoisonError::into_inner);
        stamps.entry(character).or_insert_with(|| self.drawn(character).map(Arc::new)).clone()
    }

    fn drawn(&self, Character { glyph, size, place }: Character) -> Option<Placed> {
        let from = ab_glyph::point((f64::from(place) / PLACES) as f32, 0.0);
        let glyph = glyph.with_scale_and_position(PxScale::from(f32::from_bits(size)), from);
        let outlined = self.font.outline_glyph(glyph)?;
        let bounds = outlined.px_bounds();
        let mut stamp = Stamp::new(bounds.width().ceil() as usize, bounds.height().ceil() as usize);
        outlined.draw(|x, y, cover| stamp.cover(x as usize, y as usize, cover));
        Some(Placed { left: bounds.min.x as i32, top: bounds.min.y as i32, stamp })
    }

    /// Appends a label to SVG as one path; its coordinates are multiplied by `scale`.
    pub(crate) fn outline(&self, label: &Label, scale: f64, svg: &mut String) {
        let mut path = String::new();
        for (glyph, x) in self.placed(label) {
            let Some(outline) = self.font.outline(glyph) else { continue };
            let (y, unit) = (label.at.1 + label.size * BASELINE, label.size / self.em);
            let at = |p: ab_glyph::Point| ((x + f64::from(p.x) * unit) * scale, (y - f64::from(p.y) * unit) * scale);
            path_of(&outline.curves, at, &mut path);
        }
        if path.is_empty() {
            return;
        }
        let colour = label.colour.hex();
        let stroke = if label.bold {
            format!(r##" stroke="#{colour:06x}" stroke-width="{:.0}""##, label.size * scale * BOLD_SHIFT)
        } else {
            String::new()
        };
        let text = super::paint::escaped(&label.text);
        // Writing into a string cannot fail.
        let _ = writeln!(svg, r##"<path aria-label="{text}" fill="#{colour:06x}"{stroke} d="{path}"/>"##);
    }

    /// The glyphs of a label and where each begins.
    fn placed(&self, label: &Label) -> Vec<(GlyphId, f64)> {
        let mut x = left_of(label, self.width(&label.text, label.size));
        let place = |c: char| {
            let glyph = self.font.glyph_id(c);
            let at = x;
            x += f64::from(self.font.h_advance_unscaled(glyph)) * label.size / self.em;
            (glyph, at)
        };
        label.text.chars().map(place).collect()
    }
}

fn left_of(label: &Label, width: f64) -> f64 {
    match label.anchor {
        Anchor::Start => label.at.0,
        Anchor::Middle => label.at.0 - width / 2.0,
        Anchor::End => label.at.0 - width,
    }
}

/// The curves as path data; a new contour begins where a curve does not continue the one before.
fn path_of(curves: &[OutlineCurve], at: impl Fn(ab_glyph::Point) -> (f64, f64), path: &mut String) {
    let mut last = None;
    let mut digits = itoa::Buffer::new();
    // Half a million coordinates: written as the whole numbers they are, without the machinery of formatting.
    let mut point = |path: &mut String, before: &str, place: ab_glyph::Point| {
        let (x, y) = at(place);
        path.push_str(before);
        path.push_str(digits.format(whole(x)));
        path.push(' ');
        path.push_str(digits.format(whole(y)));
    };
    for curve in curves {
        let (from, to) = match curve {
            OutlineCurve::Line(a, b) => (*a, *b),
            OutlineCurve::Quad(a, _, c) => (*a, *c),
            OutlineCurve::Cubic(a, _, _, d) => (*a, *d),
        };
        if last != Some(from) {
            point(path, if last.is_some() { "ZM" } else { "M" }, from);
        }
        match curve {
            OutlineCurve::Line(..) => point(path, "L", to),
            OutlineCurve::Quad(_, b, _) => {
                point(path, "Q", *b);
                point(path, " ", to);
            }
            OutlineCurve::Cubic(_, b, c, _) => {
                point(path, "C", *b);
                point(path, " ", *c);
                point(path, " ", to);
            }
        }
        last = Some(to);
    }
    if last.is_some() {
        path.push('Z');
    }
}

/// The nearest whole number.
fn whole(value: f64) -> i32 {
    (value + 0.5_f64.copysign(value)) as i32
}

/// Where a line may break: after a space or hyphen, and around Chinese characters.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let Some((next_at, next)) = chars.peek().copied() else { break };
        // A number stays with the character that counts it: 6月, 18家.
        let counted = c.is_ascii_digit() && is_wide(next);
        let may_break = c.is_whitespace() || c == '-' || is_wide(c) || (is_wide(next) && !counted);
        if may_break && !NOT_FIRST.contains(next) && !next.is_whitespace() && !"（《“【".contains(c) {
            out.push(&text[start..next_at]);
            start = next_at;
        }
        debug_assert!(at < next_at);
    }
    out.push(&text[start..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_names_are_in_the_font() {
        let face = Face::embedded().unwrap();
        let text = "堃喆玥珺祎旻镕赟昇（有限公司）▲▼■→≥≤–—…·￥¥€₩×÷％“”《》AaZz09éüñ";
        assert_eq!(text.chars().filter(|c| !face.has(*c)).collect::<String>(), "");
        assert!(!face.has('\u{1F600}'));
    }

    #[test]
    fn lines_break_between_words_and_chinese_characters() {
        let face = Face::embedded().unwrap();
        let width = face.width("four words", 20.0) + 1.0;
        assert_eq!(face.wrap("four words of text", width, 20.0, 3), ["four words", "of text"]);
        let width = face.width("核心客户", 20.0) + 1.0;
        assert_eq!(face.wrap("核心客户，占八成", width, 20.0, 3), ["核心客", "户，占八", "成"]);
        assert_eq!(face.wrap("核心客户占销售额的八成", width, 20.0, 2), ["核心客户", "占销售…"]);
        assert_eq!(face.wrap("2023年6月", width, 20.0, 2), ["2023年", "6月"]);
    }

    #[test]
    fn a_text_too_wide_is_clipped_with_an_ellipsis() {
        let face = Face::embedded().unwrap();
        let clipped = face.clipped("Shanghai Precision Machinery", 100.0, 20.0);
        assert!(clipped.ends_with('…') && face.width(&clipped, 20.0) <= 100.0, "{clipped}");
    }
}

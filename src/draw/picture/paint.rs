//! A scene into pixels or SVG, through plotters.
//!
//! plotters draws the shapes; for SVG its own backend takes them, for pixels one of ours, since its bitmap smooths no edges. There what is
//! upright is laid on whole pixels, so that bars and grid lines are sharp; what is round or slanted is filled by
//! the rasterizer that also fills the letters, each shape in its own small box, so that a picture costs what is drawn on it
//! and not its size.

use std::convert::Infallible;

use super::face::Face;
use super::pixels::Pixels;
use super::scene::{Area, HEIGHT, Scene, Shape, WIDTH};
use crate::draw::style::Rgb;
use ab_glyph_rasterizer::{Rasterizer, point};
use plotters::coord::Shift;
use plotters::prelude::{
    Circle, Color, DrawingArea, IntoDrawingArea, PathElement, Polygon, RGBColor, Rectangle, SVGBackend, ShapeStyle,
};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};

/// Pixels of the picture for one unit of the scene: twice the size at which a slide or a screen shows it.
const SCALE: f64 = 1.5;
/// Pixels of the picture.
pub(crate) const PIXELS: (usize, usize) = (WIDTH * 3 / 2, HEIGHT * 3 / 2);
/// Points of plotters, which knows whole ones only, for one unit of the scene: twenty to a pixel.
const FINE: f64 = 30.0;
/// Units of the SVG for one unit of the scene: whole numbers are short, and fine enough.
const UNITS: f64 = 10.0;

/// The scene in pixels.
pub(crate) fn pixels(scene: &Scene, face: &Face) -> Result<Pixels, String> {
    let mut pixels = Pixels::new(scene.colours());
    shapes(scene, &Canvas { pixels: &mut pixels }.into_drawing_area(), FINE)?;
    for label in &scene.labels {
        let mut label = label.clone();
        label.at = (label.at.0 * SCALE, label.at.1 * SCALE);
        label.size *= SCALE;
        face.blend(&label, &mut pixels);
    }
    Ok(pixels)
}

/// Draws the shapes, each coordinate so many times as large as in the scene.
fn shapes<DB: DrawingBackend>(scene: &Scene, area: &DrawingArea<DB, Shift>, units: f64) -> Result<(), String> {
    let whole = |v: f64| (v * units).round() as i32;
    let point = |(x, y): (f64, f64)| (whole(x), whole(y));
    for shape in &scene.shapes {
        let drawn = match shape {
            Shape::Rect { area: a, colour } => {
                let corners = [point((a.left, a.top)), point((a.right, a.bottom))];
                area.draw(&Rectangle::new(corners, rgb(*colour).filled()))
            }
            Shape::Polygon { points, colour } => {
                let points: Vec<_> = points.iter().copied().map(point).collect();
                area.draw(&Polygon::new(points, rgb(*colour).filled()))
            }
            Shape::Line { points, width, colour } => {
                let points: Vec<_> = points.iter().copied().map(point).collect();
                let stroke_width = whole(*width).max(1).unsigned_abs();
                area.draw(&PathElement::new(points, ShapeStyle { color: rgb(*colour).to_rgba(), filled: false, stroke_width }))
            }
            Shape::Disc { centre, radius, colour } => {
                area.draw(&Circle::new(point(*centre), whole(*radius), rgb(*colour).filled()))
            }
        };
        drawn.map_err(|e| e.to_string())?;
    }
    area.present().map_err(|e| e.to_string())
}

fn rgb(colour: Rgb) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

/// The picture as plotters sees it: a place to draw on whose points lie `FINE / SCALE` to a pixel.
struct Canvas<'p> {
    pixels: &'p mut Pixels,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (WIDTH as u32 * FINE as u32, HEIGHT as u32 * FINE as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Drawn {
        let (x, y) = pixel(at);
        self.rect(&Area { left: x, right: x, top: y, bottom: y }, ink(colour));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    /// Only filled rectangles are asked for.
    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, _: bool) -> Drawn {
        let ((left, top), (right, bottom)) = (pixel(from), pixel(to));
        self.rect(&Area { left, right, top, bottom }, ink(style.color()));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let points: Vec<_> = path.into_iter().map(pixel).collect();
        self.line(&points, f64::from(style.stroke_width()) * SCALE / FINE, ink(style.color()));
        Ok(())
    }

    /// Only filled circles are asked for.
    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, _: bool) -> Drawn {
        self.disc(pixel(centre), f64::from(radius) * SCALE / FINE, ink(style.color()));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        self.fill(&corners.into_iter().map(pixel).collect::<Vec<_>>(), ink(style.color()));
        Ok(())
    }
}

fn pixel((x, y): BackendCoord) -> (f64, f64) {
    (f64::from(x) * SCALE / FINE, f64::from(y) * SCALE / FINE)
}

fn ink(colour: BackendColor) -> Rgb {
    Rgb(colour.rgb.0, colour.rgb.1, colour.rgb.2)
}

/// All in pixels of the picture.
impl Canvas<'_> {
    /// A rectangle on whole pixels, at least one wide and high.
    fn rect(&mut self, area: &Area, colour: Rgb) {
        let span = |from: f64, to: f64, most: usize| {
            let from = from.round().max(0.0) as usize;
            let to = (to.round().max(0.0) as usize).max(from + 1);
            from.min(most)..to.min(most)
        };
        let (across, down) = (span(area.left, area.right, PIXELS.0), span(area.top, area.bottom, PIXELS.1));
        let number = self.pixels.number(colour);
        for y in down {
            self.pixels.fill(y, across.clone(), number);
        }
    }

    fn line(&mut self, points: &[(f64, f64)], width: f64, colour: Rgb) {
        let half = width / 2.0;
        for (nth, pair) in points.windows(2).enumerate() {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            if x0 == x1 || y0 == y1 {
                let area = match x0 == x1 {
                    true => Area { left: x0 - half, right: x0 + half, top: y0.min(y1), bottom: y0.max(y1) },
                    false => Area { left: x0.min(x1), right: x0.max(x1), top: y0 - half, bottom: y0 + half },
                };
                self.rect(&area, colour);
            } else {
                let length = (x1 - x0).hypot(y1 - y0);
                let (dx, dy) = ((y1 - y0) / length * half, -(x1 - x0) / length * half);
                let corners = [(x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy)];
                self.fill(&corners, colour);
            }
            // A round joint where the next piece begins.
            if nth + 2 < points.len() && width > 2.0 * SCALE {
                self.disc((x1, y1), half, colour);
            }
        }
    }

    fn disc(&mut self, (x, y): (f64, f64), radius: f64, colour: Rgb) {
        const SIDES: u32 = 32;
        let corner = |n: u32| {
            let turn = std::f64::consts::TAU * f64::from(n) / f64::from(SIDES);
            (x + radius * turn.cos(), y + radius * turn.sin())
        };
        self.fill(&(0..SIDES).map(corner).collect::<Vec<_>>(), colour);
    }

    /// Fills a polygon, its edges smoothed.
    fn fill(&mut self, points: &[(f64, f64)], colour: Rgb) {
        let reach = |pick: fn(&(f64, f64)) -> f64, most: usize| {
            let (low, high) = points.iter().map(pick).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
            (low.floor().max(0.0) as usize, (high.ceil().max(0.0) as usize).min(most))
        };
        let ((left, right), (top, bottom)) = (reach(|p| p.0, PIXELS.0), reach(|p| p.1, PIXELS.1));
        if left >= right || top >= bottom {
            return;
        }
        let mut raster = Rasterizer::new(right - left + 1, bottom - top + 1);
        // What would lie beyond the picture is laid on its edge.
        let within = |v: f64, low: usize, high: usize| (v.clamp(low as f64, high as f64) - low as f64) as f32;
        let place = |(x, y): (f64, f64)| point(within(x, left, right), within(y, top, bottom));
        for (at, from) in points.iter().enumerate() {
            raster.draw_line(place(*from), place(points[(at + 1) % points.len()]));
        }
        let number = self.pixels.number(colour);
        raster.for_each_pixel_2d(|x, y, cover| self.pixels.blend(left + x as usize, top + y as usize, number, cover));
    }
}

/// The scene as SVG, with a title and a description for readers who cannot see it.
pub(crate) fn svg(scene: &Scene, face: &Face, title: &str, description: &str) -> Result<String, String> {
    let (width, height) = (WIDTH * UNITS as usize, HEIGHT * UNITS as usize);
    let mut drawn = String::new();
    shapes(scene, &SVGBackend::with_string(&mut drawn, (width as u32, height as u32)).into_drawing_area(), UNITS)?;
    let body = drawn.split_once(">\n").map(|(_, rest)| rest).and_then(|rest| rest.rsplit_once("</svg>"));
    let (body, _) = body.ok_or("the SVG has no root element")?;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}",
        escaped(title),
        escaped(description)
    );
    for label in &scene.labels {
        face.outline(label, UNITS, &mut out);
    }
    out.push_str("</svg>\n");
    Ok(out)
}

/// Text as XML wants it; characters that XML cannot hold are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if (c < ' ' && !c.is_whitespace()) || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Rgb = Rgb(0, 0, 0);

    fn greys(pixels: &Pixels) -> Vec<u8> {
        pixels.rows().flatten().map(|number| pixels.palette()[usize::from(*number)].0).collect()
    }

    /// Two units of the scene are three pixels.
    #[test]
    fn bars_and_grid_lines_are_sharp() {
        let face = Face::embedded().unwrap();
        let mut scene = Scene::default();
        scene.rect(100.0, 100.0, 102.0, 102.0, INK);
        scene.line(&[(200.0, 200.0), (202.0, 200.0)], 1.0, INK);
        let drawn = pixels(&scene, face).unwrap();
        let dark = |x, y| drawn.at(x, y) == INK;
        assert!(dark(150, 150) && dark(152, 152) && !dark(149, 150) && !dark(153, 152));
        assert_eq!((298..304).filter(|y| dark(301, *y)).count(), 2);
        assert!(greys(&drawn).iter().all(|v| *v == 0 || *v == 255), "nothing is blurred");
    }

    /// A disc covers its area, whatever lies on its edge.
    #[test]
    fn round_shapes_have_smooth_edges_and_their_area() {
        let face = Face::embedded().unwrap();
        let mut scene = Scene::default();
        scene.shapes.push(Shape::Disc { centre: (400.0, 300.0), radius: 20.0, colour: INK });
        // At the edge of the picture nothing is drawn beyond it.
        scene.shapes.push(Shape::Disc { centre: (WIDTH as f64, 0.0), radius: 8.0, colour: INK });
        let drawn = pixels(&scene, face).unwrap();
        let drawn = greys(&drawn);
        let covered: f64 = drawn.iter().map(|grey| 1.0 - f64::from(*grey) / 255.0).sum();
        let wanted = std::f64::consts::PI * (30.0f64.powi(2) + 12.0f64.powi(2) / 4.0);
        assert!((covered / wanted - 1.0).abs() < 0.02, "{covered} {wanted}");
        assert!(drawn.iter().any(|v| (60..200).contains(v)));
    }
}

//! A scene into pixels or SVG: shapes through plotters, labels from the font's outlines.
//!
//! plotters neither smooths the edges of polygons nor places letters between pixels. So both formats are drawn
//! several times too large; the pixels are then averaged, and text is set by `face`.

use super::face::Face;
use super::scene::{HEIGHT, Scene, Shape, WIDTH};
use crate::draw::style::Rgb;
use plotters::coord::Shift;
use plotters::prelude::{
    BitMapBackend, Circle, Color, DrawingArea, DrawingBackend, IntoDrawingArea, PathElement, Polygon, RGBColor, Rectangle,
    SVGBackend, ShapeStyle,
};

/// How many times too large shapes are drawn in each direction.
const OVERSIZE: usize = 3;

/// The scene as RGB, three bytes a pixel.
pub(crate) fn pixels(scene: &Scene, face: &Face) -> Result<Vec<u8>, String> {
    let (width, height) = (WIDTH * OVERSIZE, HEIGHT * OVERSIZE);
    let mut large = vec![0xFF; width * height * 3];
    {
        let backend = BitMapBackend::with_buffer(&mut large, (width as u32, height as u32));
        shapes(scene, &backend.into_drawing_area())?;
    }
    let mut pixels = averaged(&large);
    for label in &scene.labels {
        face.blend(label, &mut pixels, WIDTH);
    }
    Ok(pixels)
}

/// The scene as SVG, with a title and a description for readers who cannot see it.
pub(crate) fn svg(scene: &Scene, face: &Face, title: &str, description: &str) -> Result<String, String> {
    let (width, height) = (WIDTH * OVERSIZE, HEIGHT * OVERSIZE);
    let mut drawn = String::new();
    {
        let backend = SVGBackend::with_string(&mut drawn, (width as u32, height as u32));
        shapes(scene, &backend.into_drawing_area())?;
    }
    let body = drawn.split_once(">\n").map(|(_, rest)| rest).and_then(|rest| rest.rsplit_once("</svg>"));
    let (body, _) = body.ok_or("the SVG has no root element")?;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{body}",
        escaped(title),
        escaped(description)
    );
    for label in &scene.labels {
        face.outline(label, OVERSIZE as f64, &mut out);
    }
    out.push_str("</svg>\n");
    Ok(out)
}

fn shapes<DB: DrawingBackend>(scene: &Scene, area: &DrawingArea<DB, Shift>) -> Result<(), String> {
    fn said<E: std::fmt::Display>(error: E) -> String {
        error.to_string()
    }
    area.fill(&RGBColor(0xFF, 0xFF, 0xFF)).map_err(said)?;
    for shape in &scene.shapes {
        match shape {
            Shape::Rect { area: a, colour } => {
                let (left, top) = point((a.left, a.top));
                let (right, bottom) = point((a.right, a.bottom));
                area.draw(&Rectangle::new([(left, top), (right, bottom)], rgb(*colour).filled())).map_err(said)?;
            }
            Shape::Polygon { points, colour } => {
                let points: Vec<_> = points.iter().copied().map(point).collect();
                area.draw(&Polygon::new(points, rgb(*colour).filled())).map_err(said)?;
            }
            Shape::Line { points, width, colour } => {
                let points: Vec<_> = points.iter().copied().map(point).collect();
                let width = (width * OVERSIZE as f64).round().max(1.0) as u32;
                let style = ShapeStyle { color: rgb(*colour).to_rgba(), filled: false, stroke_width: width };
                area.draw(&PathElement::new(points, style)).map_err(said)?;
            }
            Shape::Disc { centre, radius, colour } => {
                let radius = (radius * OVERSIZE as f64).round() as i32;
                area.draw(&Circle::new(point(*centre), radius, rgb(*colour).filled())).map_err(said)?;
            }
        }
    }
    area.present().map_err(said)
}

fn point((x, y): (f64, f64)) -> (i32, i32) {
    ((x * OVERSIZE as f64).round() as i32, (y * OVERSIZE as f64).round() as i32)
}

fn rgb(colour: Rgb) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

/// The image made smaller by `OVERSIZE`: each pixel the mean of the square it stands for.
fn averaged(large: &[u8]) -> Vec<u8> {
    const SIDE: usize = WIDTH * OVERSIZE * 3;
    let square = (OVERSIZE * OVERSIZE) as u32;
    let mut out = Vec::with_capacity(WIDTH * HEIGHT * 3);
    let mut sums = vec![0u32; WIDTH * 3];
    let mut above: &[u8] = &[];
    for rows in large.chunks_exact(SIDE * OVERSIZE) {
        // Most rows of a chart repeat the one above: comparing is far cheaper than averaging.
        if rows == above {
            out.extend_from_within(out.len() - WIDTH * 3..);
            continue;
        }
        above = rows;
        sums.fill(0);
        for row in rows.chunks_exact(SIDE) {
            for (cell, sum) in row.chunks_exact(3 * OVERSIZE).zip(sums.chunks_exact_mut(3)) {
                for pixel in cell.chunks_exact(3) {
                    sum[0] += u32::from(pixel[0]);
                    sum[1] += u32::from(pixel[1]);
                    sum[2] += u32::from(pixel[2]);
                }
            }
        }
        out.extend(sums.iter().map(|sum| ((sum + square / 2) / square) as u8));
    }
    out
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

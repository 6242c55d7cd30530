//! Cells in rows and columns, darker the larger the figure: who moved from where to where, who was out on which day.

use super::frame::{Frame, px};
use super::scene::{Anchor, Area, Scene};
use crate::draw::style::{HEAT_LIGHT, Rgb};
use crate::report::model::{HeatCell, Tone};

/// Cells are no wider than this: a small matrix is not blown up.
const WIDEST: f64 = 300.0;
const HIGHEST: f64 = 110.0;

pub(crate) fn draw(scene: &mut Scene, frame: &Frame, columns: &[String], rows: &[String], cells: &[Vec<HeatCell>], tone: Tone) {
    let names = rows.iter().map(|r| frame.face.width(r, px::LABEL)).fold(0.0, f64::max).min(frame.room.width() * 0.3);
    let left = names + 24.0;
    let axis = if frame.chart.x_axis.is_empty() { 0.0 } else { 32.0 };
    let head = px::AXIS * 1.5 + axis;
    let room = frame.inside(left, head + 8.0, 0.0, 0.0);
    let wide = (room.width() / columns.len().max(1) as f64).min(WIDEST);
    let high = (room.height() / rows.len().max(1) as f64).min(HIGHEST);
    let most = cells.iter().flatten().filter(|c| !c.quiet).filter_map(|c| c.value).fold(HEAT_LIGHT, f64::max);

    let title = |scene: &mut Scene, text: &str, at: (f64, f64)| scene.text(text, at, Anchor::Start, px::AXIS, Rgb::MUTED);
    title(scene, &frame.chart.x_axis, (room.left, room.top - head + 4.0));
    title(scene, &frame.chart.y_axis, (frame.room.left, room.top - head + axis + 4.0));
    for (at, name) in columns.iter().enumerate() {
        let name = frame.face.clipped(name, wide - 4.0, px::AXIS);
        scene.text(&name, (room.left + wide * (at as f64 + 0.5), room.top - 20.0), Anchor::Middle, px::AXIS, Rgb::INK);
    }
    for (row, (name, cells)) in rows.iter().zip(cells).enumerate() {
        let top = room.top + high * row as f64;
        let name = frame.face.clipped(name, names, px::LABEL.min(high));
        scene.text(&name, (room.left - 16.0, top + high / 2.0), Anchor::End, px::LABEL.min(high * 0.9), Rgb::INK);
        for (at, cell) in cells.iter().enumerate() {
            let x = room.left + wide * at as f64;
            let area = Area { left: x + 1.5, top: top + 1.5, right: x + wide - 1.5, bottom: top + high - 1.5 };
            one(scene, frame, cell, area, tone, most);
        }
    }
}

fn one(scene: &mut Scene, frame: &Frame, cell: &HeatCell, area: Area, tone: Tone, most: f64) {
    let figure = cell.value.filter(|v| v.is_finite());
    let ground = match figure {
        _ if cell.quiet => Rgb::LINE,
        // The least that there is must be seen beside nothing at all.
        Some(value) if value > 0.0 => frame.colour(tone).mix(Rgb::WHITE, 0.15 + 0.75 * (value / most).min(1.0)),
        _ => Rgb::PANEL,
    };
    scene.rect(area.left, area.top, area.right, area.bottom, ground);
    let Some(value) = figure else { return };
    let ink = if cell.quiet { Rgb::MUTED } else { ground.text_on() };
    let text = frame.scale(frame.chart.unit, most).label(value, most);
    let size = px::LABEL.min(area.height() * 0.8).min(area.width() * 0.62);
    let middle = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
    scene.text(&text, middle, Anchor::Middle, size, ink);
}

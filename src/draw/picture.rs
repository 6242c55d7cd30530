//! A chart as a picture for slides, chats and mail: PNG and SVG from one scene.
//!
//! `scene` holds the shapes and labels a chart file decided on; `paint` turns them into pixels or SVG through plotters. Text is
//! outlined from the font compiled in (`face`), so that a picture looks the same everywhere.

mod axis;
mod bars;
mod columns;
mod encode;
mod face;
mod frame;
mod heat;
mod interval;
mod paint;
mod pareto;
mod pixels;
mod scatter;
mod scene;

use super::error::DrawError;
use crate::report::model::{Chart, ChartKind, Report};
use face::Face;
use frame::Frame;
use scene::Scene;

/// A chart that is laid out, to be drawn in either format.
pub struct Picture<'a> {
    chart: &'a Chart,
    face: &'static Face,
    scene: Scene,
}

impl<'a> Picture<'a> {
    /// Decides where everything stands.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn of(chart: &'a Chart, report: &Report) -> Result<Picture<'a>, DrawError> {
        let face = Face::embedded()?;
        let scene = scene_of(chart, report, face)?;
        Ok(Picture { chart, face, scene })
    }

    /// A PNG of 2400 by 1350 pixels: twice what a slide or a screen shows of it.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn png(&self) -> Result<Vec<u8>, DrawError> {
        let pixels = paint::pixels(&self.scene, self.face).map_err(|reason| self.failed(reason))?;
        encode::png(&pixels, paint::PIXELS).map_err(|e| self.failed(e.to_string()))
    }

    /// An SVG; all text is drawn as outlines, so that no font is needed to show it.
    ///
    /// # Errors
    /// Only for a fault of the program.
    pub fn svg(&self) -> Result<String, DrawError> {
        paint::svg(&self.scene, self.face, &self.chart.title, &self.chart.alt).map_err(|reason| self.failed(reason))
    }

    fn failed(&self, reason: String) -> DrawError {
        DrawError::Picture { chart: self.chart.id.to_owned(), reason }
    }
}

fn scene_of(chart: &Chart, report: &Report, face: &Face) -> Result<Scene, DrawError> {
    super::check::chart(chart)?;
    let mut scene = Scene::default();
    let frame = Frame::new(&mut scene, chart, report, face);
    if let Some(reason) = super::check::empty(chart) {
        frame.say_empty(&mut scene, reason);
        return Ok(scene);
    }
    match &chart.kind {
        ChartKind::Columns { categories, series, stacked } => {
            columns::draw(&mut scene, &frame, categories, series, *stacked);
        }
        ChartKind::Bars { categories, series, stacked } => {
            bars::draw(&mut scene, &frame, categories, series, *stacked);
        }
        ChartKind::Pareto { categories, values, cumulative, cut, tones } => {
            pareto::draw(&mut scene, &frame, &pareto::Data { categories, values, cumulative, cut: *cut, tones });
        }
        ChartKind::Scatter { points, cut_x, cut_y, x_unit, quadrants, log_x } => {
            let data =
                scatter::Data { points, cuts: (*cut_x, *cut_y), x_unit: *x_unit, quadrants: quadrants.as_ref(), log_x: *log_x };
            scatter::draw(&mut scene, &frame, &data);
        }
        ChartKind::Heat { columns, rows, cells, tone } => heat::draw(&mut scene, &frame, columns, rows, cells, *tone),
        ChartKind::Interval { joined, categories, value, low, high, target, target_tone, name, interval_name, target_name } => {
            let (joined, target_tone) = (*joined, *target_tone);
            let data =
                interval::Data { joined, categories, value, low, high, target, target_tone, name, interval_name, target_name };
            interval::draw(&mut scene, &frame, &data);
        }
    }
    Ok(scene)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::sample;
    use crate::report::model::Script;
    use scene::{Area, HEIGHT, WIDTH};

    #[test]
    fn every_kind_draws_and_repeats_its_bytes() {
        for script in [Script::Latin, Script::Han] {
            let report = sample::report(script);
            for chart in &report.charts {
                let drawn = |_| {
                    let picture = Picture::of(chart, &report).unwrap();
                    (picture.png().unwrap(), picture.svg().unwrap())
                };
                let [(picture, drawing), again] = [0, 1].map(drawn);
                assert!(picture.starts_with(b"\x89PNG") && picture.len() > 5_000, "{}", chart.id);
                assert!(drawing.starts_with("<svg") && drawing.ends_with("</svg>\n"), "{}", chart.id);
                assert!(drawing.contains("&amp; more</title>") && !drawing.contains("<text"), "{}", chart.id);
                assert!(again == (picture, drawing), "{}", chart.id);
            }
        }
    }

    #[test]
    fn labels_stay_inside_and_do_not_cover_each_other() {
        let face = Face::embedded().unwrap();
        let whole = Area { left: 0.0, top: 0.0, right: WIDTH as f64, bottom: HEIGHT as f64 };
        for script in [Script::Latin, Script::Han] {
            let report = sample::report(script);
            for chart in &report.charts {
                let labels = scene_of(chart, &report, face).unwrap().labels;
                let areas: Vec<Area> = labels.iter().map(|l| face.area(l)).collect();
                for (at, area) in areas.iter().enumerate() {
                    assert!(whole.holds(area), "{}: {:?}", chart.id, labels[at]);
                    let covered = areas[..at].iter().position(|other| other.overlaps(area));
                    assert!(covered.is_none(), "{}: {:?} over {:?}", chart.id, labels[at], covered.map(|c| &labels[c]));
                }
            }
        }
    }

    #[test]
    fn a_chart_with_nothing_in_it_still_draws() {
        let mut report = sample::report(Script::Latin);
        for chart in &mut report.charts {
            match &mut chart.kind {
                ChartKind::Scatter { points, cut_x, cut_y, .. } => {
                    points.clear();
                    (*cut_x, *cut_y) = (None, None);
                }
                ChartKind::Interval { value, low, high, target, .. } => {
                    [value, low, high, target].into_iter().for_each(|s| s.fill(None));
                }
                ChartKind::Pareto { values, .. } => values.fill(0.0),
                ChartKind::Heat { cells, .. } => cells.iter_mut().flatten().for_each(|cell| cell.value = None),
                ChartKind::Columns { series, .. } | ChartKind::Bars { series, .. } => {
                    series.iter_mut().for_each(|s| s.values.fill(None));
                }
            }
        }
        for chart in &report.charts {
            assert!(Picture::of(chart, &report).and_then(|picture| picture.png()).is_ok(), "{}", chart.id);
        }
        crate::draw::Book::new(&report).unwrap();
    }
}

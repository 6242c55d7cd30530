//! Fonts, colours and number formats of the templates, from the one visual system.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::draw::style::{Rgb, number, points, text_pixels, workbook_font};
use crate::report::model::Script;
use crate::templates::Entry;

pub(super) struct Looks {
    pub(super) script: Script,
    pub(super) font: &'static str,
}

impl Looks {
    pub(super) fn of(script: Script) -> Looks {
        Looks { script, font: workbook_font(script) }
    }

    pub(super) fn text(&self, size: f64, colour: Rgb) -> Format {
        // As in the review: the Chinese fonts are wider and darker, half a point less looks the same.
        let size = if self.script == Script::Han { size - 0.5 } else { size };
        let format = Format::new().set_font_name(self.font).set_font_size(size).set_font_color(colour.hex());
        format.set_align(FormatAlign::VerticalCenter)
    }

    /// A header: the required ones on the dark band, so that they are found at a glance; the mark says the same in print.
    pub(super) fn header(&self, required: bool, figures: bool) -> Format {
        let (ink, ground) = if required { (Rgb::WHITE, Rgb::BAND) } else { (Rgb::INK, Rgb::PANEL) };
        self.text(points::BODY, ink)
            .set_bold()
            .set_text_wrap()
            .set_align(if figures { FormatAlign::Right } else { FormatAlign::Left })
            // On the right, clear of the filter button.
            .set_indent(if figures { 2 } else { 1 })
            .set_background_color(ground.hex())
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(Rgb::RULE.hex())
            .set_border_right(FormatBorder::Thin)
            .set_border_right_color(Rgb::LINE.hex())
    }

    /// A cell to fill in.
    pub(super) fn entry(&self, entry: &Entry) -> Format {
        let format =
            self.text(points::BODY, Rgb::INK).set_align(if is_figure(entry) { FormatAlign::Right } else { FormatAlign::Left });
        let format = format.set_indent(1);
        match entry {
            // Text, so that an identifier keeps its zeros and all its digits, and a name is never taken for a formula.
            Entry::Id | Entry::Text | Entry::Name => format.set_num_format_index(TEXT),
            Entry::Date => format.set_num_format(number::DATE),
            Entry::Moment => format.set_num_format("yyyy-mm-dd hh:mm"),
            Entry::Time => format.set_num_format("hh:mm"),
            Entry::Amount => format.set_num_format(number::MONEY),
            Entry::Count => format.set_num_format("0"),
            // A word or a plain number is as good as typed.
            Entry::Number | Entry::Choice { .. } => format,
        }
    }

    /// A cell of an example row: lighter, since it is to be deleted.
    pub(super) fn example(&self, entry: &Entry) -> Format {
        let format = self.entry(entry).set_font_color(Rgb::MUTED.hex());
        format.set_border_bottom(FormatBorder::Hair).set_border_bottom_color(Rgb::RULE.hex())
    }

    /// Pixels of a text, and the lines it takes in a width.
    pub(super) fn pixels(&self, text: &str, size: f64) -> u32 {
        text_pixels(self.script, text, size).ceil() as u32
    }

    pub(super) fn lines(&self, text: &str, size: f64, width: u32) -> u32 {
        text.lines().map(|line| self.pixels(line, size).div_ceil(width.max(1)).max(1)).sum::<u32>().max(1)
    }
}

/// The built-in number of the text format.
const TEXT: u8 = 49;

/// Whether the entries of a column stand on the right, as figures do.
pub(super) fn is_figure(entry: &Entry) -> bool {
    matches!(entry, Entry::Amount | Entry::Number | Entry::Count)
}

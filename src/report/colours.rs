//! What the colours mean, in words: the short key of the dashboard, and the table of the Method sheet.

use super::cells::{column, grade_tone, segment_tone, text, wrapped};
use super::model::{Cell, Table, Tone};
use crate::analyse::{Grade, Segment};
use crate::labels::{Labels, insights};

/// The colours that every chart shares.
pub(super) fn key(l: &Labels) -> Vec<(String, Tone)> {
    let t = insights::texts(l);
    let entries = [
        (t.key_actual, Tone::Accent),
        (t.key_previous, Tone::Previous),
        (t.key_plan, Tone::Plan),
        (t.key_good, Tone::Good),
        (t.key_watch, Tone::Watch),
        (t.key_bad, Tone::Bad),
    ];
    entries.map(|(word, tone)| (word.to_owned(), tone)).to_vec()
}

/// Each family of colours with its members.
pub(super) fn table(l: &Labels) -> Table {
    let t = insights::texts(l);
    let of = |family: &str, word: &str, tone: Tone| vec![text(family), Cell::Tag(word.to_owned(), tone)];
    let mut rows = vec![
        of(t.colour_figures, t.means_actual, Tone::Accent),
        of(t.colour_figures, t.means_previous, Tone::Previous),
        of(t.colour_figures, t.means_plan, Tone::Plan),
        of(t.colour_judgement, t.means_good, Tone::Good),
        of(t.colour_judgement, t.means_watch, Tone::Watch),
        of(t.colour_judgement, t.means_bad, Tone::Bad),
    ];
    rows.extend(Grade::ALL.iter().map(|g| of(t.colour_grades, l.word(g.code()), grade_tone(*g))));
    rows.extend(Segment::ALL.iter().map(|s| of(t.colour_segments, l.word(s.code()), segment_tone(*s))));
    Table {
        id: "colours",
        heading: Some(t.table_colours.to_owned()),
        caption: Some(t.caption_colours.to_owned()),
        columns: vec![column(l, "term", 26), wrapped(l, "definition", 100)],
        rows,
        total: None,
        main: false,
        empty: String::new(),
    }
}

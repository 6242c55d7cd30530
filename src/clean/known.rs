//! What was found out about cells that say the same: a file that writes each text down once is read with each text judged once.

use super::builder::{Day, RowBuffer, Typed};
use super::row::Mapped;
use crate::load::{Cell, Value};

/// Texts with a higher number are judged whenever they are met: what is shared by many is met early.
const TEXTS: usize = 1 << 16;
/// Days are kept by the last bits of their number.
const DAYS: usize = 1 << 12;

/// What a text means in a column.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Meaning {
    Unknown,
    /// Itself.
    Text,
    /// A code of a vocabulary.
    Code(&'static str),
    /// A day, and the minute where the column keeps one.
    Day(Day),
}

/// What is known of one sheet's cells.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// By column of the sheet.
    columns: Vec<Texts>,
    days: Vec<Option<(f64, Day)>>,
    /// The spelling that a customer's name alone is, by the number of its text.
    spellings: Vec<u32>,
}

/// What the texts of a column mean in the field it fills. Of the many numbers most are other columns' texts: they take two bytes.
#[derive(Debug, Default)]
struct Texts {
    field: Option<usize>,
    /// By the text's number a place among the meanings, counted from one.
    places: Vec<u16>,
    meanings: Vec<Meaning>,
}

/// No spelling is known.
const NOBODY: u32 = u32::MAX;

impl Known {
    /// Another table begins: its columns mean something else.
    pub(crate) fn forget(&mut self) {
        self.columns.clear();
        self.spellings.clear();
    }

    /// The spelling of a name that stands alone, where it is known.
    #[inline]
    pub(crate) fn spelling(&self, name: u32) -> Option<u32> {
        self.spellings.get(name as usize).copied().filter(|spelling| *spelling != NOBODY)
    }

    pub(crate) fn learn_spelling(&mut self, name: u32, spelling: u32) {
        let at = name as usize;
        if at >= TEXTS {
            return;
        }
        if self.spellings.len() <= at {
            self.spellings.resize(at + 1, NOBODY);
        }
        self.spellings[at] = spelling;
    }

    #[inline]
    fn meaning(&self, m: Mapped, id: u32) -> Meaning {
        let place = || {
            let texts = self.columns.get(m.col as usize).filter(|texts| texts.field == Some(m.field.column))?;
            let place = texts.places.get(id as usize)?.checked_sub(1)?;
            texts.meanings.get(usize::from(place)).copied()
        };
        place().unwrap_or(Meaning::Unknown)
    }

    /// The text or the code that a cell's text is known to be.
    #[inline]
    pub(crate) fn text<'a>(&self, m: Mapped, cell: &Cell<'a>) -> Option<&'a str> {
        let (Some(id), Value::Text(text)) = (cell.shared, cell.value) else { return None };
        match self.meaning(m, id) {
            Meaning::Text => Some(text),
            Meaning::Code(code) => Some(code),
            Meaning::Day(_) | Meaning::Unknown => None,
        }
    }

    /// The day that a cell's text is known to be.
    #[inline]
    pub(crate) fn date(&self, m: Mapped, cell: &Cell<'_>) -> Option<Day> {
        match self.meaning(m, cell.shared?) {
            Meaning::Day(day) => Some(day),
            _ => None,
        }
    }

    fn learn(&mut self, m: Mapped, id: u32, meaning: Meaning) {
        let (at, id) = (m.col as usize, id as usize);
        if id >= TEXTS {
            return;
        }
        if self.columns.len() <= at {
            self.columns.resize_with(at + 1, Texts::default);
        }
        let texts = &mut self.columns[at];
        if texts.field != Some(m.field.column) {
            *texts = Texts { field: Some(m.field.column), ..Texts::default() };
        }
        let Ok(place) = u16::try_from(texts.meanings.len() + 1) else { return };
        if texts.places.len() <= id {
            texts.places.resize(id + 1, 0);
        }
        texts.places[id] = place;
        texts.meanings.push(meaning);
    }

    /// A whole day that was met before.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a negative or odd number finds no day equal to it"
    )]
    pub(crate) fn day(&self, serial: f64) -> Option<Day> {
        let (known, day) = (*self.days.get(serial as usize % DAYS)?)?;
        #[allow(clippy::float_cmp, reason = "the very same number, or another day")]
        (known == serial).then_some(day)
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "days that were read are positive")]
    pub(crate) fn learn_day(&mut self, serial: f64, day: Day) {
        if serial.fract() == 0.0 && serial > 0.0 && day.minute.is_none() {
            self.days.resize(DAYS, None);
            self.days[serial as usize % DAYS] = Some((serial, day));
        }
    }
}

/// Fills the field of a cell whose text is known from an earlier row.
#[inline]
pub(crate) fn recall(m: Mapped, cell: &Cell<'_>, buffer: &mut RowBuffer) -> bool {
    let (Some(id), Value::Text(text)) = (cell.shared, cell.value) else { return false };
    match buffer.known.meaning(m, id) {
        Meaning::Unknown => return false,
        Meaning::Text => buffer.set_shared_text(m.field.column, text, id),
        Meaning::Code(code) => buffer.set(m.field.column, Typed::Code(code)),
        Meaning::Day(day) => buffer.set(m.field.column, Typed::Day(day)),
    }
    true
}

/// Remembers what a cell's text came to, where it came to the field alone.
#[inline]
pub(crate) fn remember(m: Mapped, cell: &Cell<'_>, buffer: &mut RowBuffer) {
    let (Some(id), Value::Text(text)) = (cell.shared, cell.value) else { return };
    let meaning = match buffer.get(m.field.column) {
        Some(Typed::Code(code)) => Meaning::Code(code),
        // A doubtful one is counted each time.
        Some(Typed::Day(day)) if !day.noted => Meaning::Day(*day),
        Some(Typed::Text(_)) if buffer.text_of(m.field.column) == Some(text) => Meaning::Text,
        _ => return,
    };
    buffer.known.learn(m, id, meaning);
}

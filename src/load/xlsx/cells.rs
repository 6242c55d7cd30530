//! The cells of a sheet in the regular layout that Excel, WPS, LibreOffice, openpyxl and rust_xlsxwriter write. Anything else
//! makes it stop, with every whole row before handed over.

use std::borrow::Cow;

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::cursor::{Cursor, Scan, Stop, decode, unescape};
use super::habit::{Habit, Word, figures, whole};
use super::number::{exact, number, small};
use super::pump::Fed;
use super::strings;
use crate::load::Value;
use crate::load::convert::{self, any_error};
use crate::load::seam::{MAX_COLS, MAX_ROWS, Seam};
use crate::load::texts::Texts;

/// What a number in a cell of a certain style is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Number,
    Date,
    Duration,
}

/// What of the workbook its cells refer to.
pub(super) struct Known {
    /// By the number of the style; numbers beyond are plain numbers.
    pub(super) styles: Vec<Style>,
    pub(super) is_1904: bool,
}

/// A row takes at least so many bytes: a sheet that says it has more rows than its bytes can hold is not believed.
const ROW_BYTES: u64 = 32;

/// Reads one sheet, piece by piece.
pub(super) struct Cells<'b> {
    known: &'b Known,
    texts: &'b Texts,
    /// How long the sheet is, as the archive says.
    bytes: u64,
    place: Place,
    /// 0-based, as they are counted where a row or a cell does not say which it is.
    row: u32,
    col: u32,
    /// The number of the current row as it stands in its cells.
    digits: Digits,
    /// How the last cell of each column began.
    habits: Vec<Option<Habit>>,
    /// The current row has an error that the library does not know. It counts columns anew after one: a cell that does not say
    /// where it stands is then its to judge.
    strange_error: bool,
}

/// Columns whose habits are kept: of more a sheet hardly has any.
const HABITS: usize = 256;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Prolog,
    Between,
    Row,
}

/// What the `t` of a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Shared,
    Text,
    Inline,
    Bool,
    Error,
    Iso,
}

/// A cell's opening tag.
struct Head {
    row: u32,
    col: u32,
    style: Style,
    kind: Kind,
    has_content: bool,
}

/// What stands inside a cell.
enum Content<'b> {
    Nothing,
    Raw(&'b [u8]),
    Inline(Cow<'b, str>),
}

impl<'b> Cells<'b> {
    pub(super) fn new(known: &'b Known, texts: &'b Texts, bytes: u64) -> Self {
        Cells {
            known,
            texts,
            bytes,
            place: Place::Prolog,
            row: 0,
            col: 0,
            digits: Digits::of(1),
            habits: Vec::new(),
            strange_error: false,
        }
    }

    /// Reads as far as the piece goes, and hands the cells over.
    pub(super) fn scan(&mut self, piece: &[u8], seam: &mut Seam<'_>) -> Scan<Fed> {
        let mut cursor = Cursor::new(piece);
        loop {
            let begin = cursor.at;
            match self.step(&mut cursor, seam) {
                Ok(true) => {}
                Ok(false) => return Ok(Fed::Done),
                Err(Stop::More) => return Ok(Fed::More(begin)),
                Err(stop) => return Err(stop),
            }
        }
    }

    /// One element; `false` after the last. Nothing is kept of an element that is cut in two.
    #[inline]
    fn step(&mut self, cursor: &mut Cursor<'_>, seam: &mut Seam<'_>) -> Scan<bool> {
        match self.place {
            Place::Row => {
                if !self.strange_error && self.as_above(cursor, seam)? {
                    return Ok(true);
                }
                if cursor.take(b"<c")? {
                    self.cell(cursor, seam)?;
                } else if cursor.take(b"</row>")? {
                    self.end_row()?;
                } else {
                    self.blank(cursor)?;
                }
                Ok(true)
            }
            Place::Between => {
                if cursor.take(b"<row")? {
                    self.begin_row(cursor)?;
                } else if cursor.take(b"</sheetData>")? {
                    return Ok(false);
                } else {
                    self.blank(cursor)?;
                }
                Ok(true)
            }
            Place::Prolog => self.prolog(cursor, seam),
        }
    }

    /// White space, of which there must be some.
    fn blank(&self, cursor: &mut Cursor<'_>) -> Scan<()> {
        let from = cursor.at;
        cursor.skip_space();
        if cursor.at > from { Ok(()) } else { Err(cursor.peek().map_or_else(|stop| stop, |_| Stop::Aside)) }
    }

    /// Everything up to the first row, looked at as the library does; it must be in one piece.
    fn prolog(&mut self, cursor: &mut Cursor<'_>, seam: &mut Seam<'_>) -> Scan<bool> {
        const TAG: &[u8] = b"<sheetData";
        let at = memmem::find(cursor.rest(), TAG).ok_or(Stop::More)?;
        let begin = cursor.at;
        cursor.at += at + TAG.len();
        let open = cursor.attributes(|_, _| Ok(()))?;
        let raw = cursor.bytes.get(begin..cursor.at).unwrap_or_default();
        strings::prolog(&mut Cursor::new(raw))?;
        let raw = std::str::from_utf8(raw).map_err(|_| Stop::Aside)?;
        if raw.contains("<!") {
            return Err(Stop::Aside);
        }
        let mut reader = Reader::from_str(raw);
        loop {
            match reader.read_event().map_err(|_| Stop::Aside)? {
                Event::Start(e) | Event::Empty(e) => match e.name().as_ref() {
                    "sheetData" if reader.buffer_position() == raw.len() as u64 => break,
                    "dimension" => {
                        let mut cursor = Cursor::new(e.attributes_raw().as_bytes());
                        let rows = u64::from(dimension(&mut cursor)?);
                        seam.expect_rows(rows.min(self.bytes / ROW_BYTES));
                    }
                    name if name.ends_with("sheetData") || name.ends_with("dimension") => return Err(Stop::Aside),
                    _ => {}
                },
                Event::Eof => return Err(Stop::Aside),
                _ => {}
            }
        }
        self.place = Place::Between;
        Ok(open)
    }

    fn begin_row(&mut self, cursor: &mut Cursor<'_>) -> Scan<()> {
        let mut stated = None;
        let open = cursor.attributes(|name, value| {
            if name == b"r" {
                let number = small(value).filter(|n| (1..=MAX_ROWS).contains(n) && stated.is_none()).ok_or(Stop::Aside)?;
                stated = Some(number - 1);
            }
            Ok(())
        })?;
        let row = stated.unwrap_or(self.row);
        // Rows that go back are the library's to judge.
        if row < self.row || row >= MAX_ROWS {
            return Err(Stop::Aside);
        }
        (self.row, self.digits) = (row, Digits::of(row + 1));
        if open {
            self.place = Place::Row;
            Ok(())
        } else {
            self.end_row()
        }
    }

    fn end_row(&mut self) -> Scan<()> {
        self.row += 1;
        self.col = 0;
        self.strange_error = false;
        self.place = Place::Between;
        Ok(())
    }

    /// Reads a cell that is written like the last one of its column; anything else is left where it is.
    #[inline]
    fn as_above(&mut self, cursor: &mut Cursor<'_>, seam: &mut Seam<'_>) -> Scan<bool> {
        let Some(Some(habit)) = self.habits.get(self.col as usize) else { return Ok(false) };
        let cell = cursor.rest();
        let Some(from) = habit.value_at(cell, self.digits.word, self.digits.bytes().len()) else { return Ok(false) };
        let value = cell.get(from..).unwrap_or_default();
        let (row, col) = (self.row + 1, self.col);
        let length = if habit.kind == Kind::Shared {
            let Some((id, length)) = whole(value) else { return Ok(false) };
            self.shared(row, col, id, seam)?;
            length
        } else {
            let (number, length) = match whole(value) {
                Some((number, length)) => (f64::from(number), length),
                None => {
                    let Some((mantissa, decimals, negative, length)) = figures(value) else { return Ok(false) };
                    let Some(number) = exact(mantissa, decimals, negative) else { return Ok(false) };
                    (number, length)
                }
            };
            seam.cell(row, col, self.styled(number, habit.style))?;
            length
        };
        cursor.at += from + length;
        self.col += 1;
        Ok(true)
    }

    /// Keeps how a cell began that holds a value and nothing else.
    fn learn(&mut self, head: &Head, beginning: &[u8]) {
        let at = head.col as usize;
        if at >= HABITS {
            return;
        }
        if self.habits.len() <= at {
            self.habits.resize(at + 1, None);
        }
        self.habits[at] = Habit::of(beginning, self.digits.bytes(), head.style, head.kind);
    }

    #[inline]
    fn cell(&mut self, cursor: &mut Cursor<'_>, seam: &mut Seam<'_>) -> Scan<()> {
        let begin = cursor.at - b"<c".len();
        let head = self.head(cursor)?;
        let (mut content, mut formula) = (Content::Nothing, false);
        if head.has_content {
            // Nearly every cell is this and no more.
            let mut plain = None;
            if cursor.take(b"<v>")? {
                plain = cursor.bytes.get(begin..cursor.at);
                content = Content::Raw(cursor.until(b'<')?);
                cursor.expect(b"</v>")?;
            }
            if cursor.take(b"</c>")? {
                plain.into_iter().for_each(|beginning| self.learn(&head, beginning));
            } else {
                self.children(cursor, head.kind, &mut content, &mut formula)?;
            }
        }
        self.value(&head, content, formula, seam)?;
        self.col = head.col + 1;
        Ok(())
    }

    #[inline]
    fn head(&self, cursor: &mut Cursor<'_>) -> Scan<Head> {
        let mut head = Head { row: self.row, col: self.col, style: Style::Number, kind: Kind::Number, has_content: false };
        // Nearly every cell says first where it is.
        let mut place = cursor.take(b" r=\"")?;
        if place {
            head.col = self.column(cursor)?;
        }
        let (mut style, mut kind) = (false, false);
        head.has_content = cursor.attributes(|name, value| {
            let said = match name {
                [b'r'] => {
                    let mut own = Cursor::new(value);
                    head.col = self.letters(&mut own).map_err(|_| Stop::Aside)?;
                    if own.rest() != self.digits.bytes() {
                        return Err(Stop::Aside);
                    }
                    &mut place
                }
                [b's'] => {
                    let number = small(value).ok_or(Stop::Aside)? as usize;
                    head.style = self.known.styles.get(number).copied().unwrap_or(Style::Number);
                    &mut style
                }
                [b't'] => {
                    head.kind = kind_of(value).ok_or(Stop::Aside)?;
                    &mut kind
                }
                _ => return Ok(()),
            };
            if std::mem::replace(said, true) { Err(Stop::Aside) } else { Ok(()) }
        })?;
        if self.strange_error && !place {
            return Err(Stop::Aside);
        }
        Ok(head)
    }

    /// The column of a place such as `AB12"`, which must lie in the current row.
    #[inline]
    fn column(&self, cursor: &mut Cursor<'_>) -> Scan<u32> {
        let col = self.letters(cursor)?;
        for digit in self.digits.bytes() {
            if cursor.byte()? != *digit {
                return Err(Stop::Aside);
            }
        }
        if cursor.byte()? == b'"' { Ok(col) } else { Err(Stop::Aside) }
    }

    #[inline]
    fn letters(&self, cursor: &mut Cursor<'_>) -> Scan<u32> {
        let mut col = 0_u32;
        for _ in 0..3 {
            let byte = cursor.peek()?;
            if !byte.is_ascii_uppercase() {
                break;
            }
            col = col * 26 + u32::from(byte - b'A') + 1;
            cursor.at += 1;
        }
        if col == 0 || col > MAX_COLS { Err(Stop::Aside) } else { Ok(col - 1) }
    }

    /// What a cell holds beside, or in place of, a plain value; up to and with its closing tag.
    fn children<'p>(&self, cursor: &mut Cursor<'p>, kind: Kind, content: &mut Content<'p>, formula: &mut bool) -> Scan<()> {
        loop {
            cursor.skip_space();
            let first = matches!(content, Content::Nothing);
            if cursor.take(b"</c>")? {
                return Ok(());
            }
            if cursor.take(b"<f")? {
                skip_formula(cursor)?;
                *formula = true;
            } else if cursor.take(b"<v>")? {
                *content = if first { Content::Raw(cursor.until(b'<')?) } else { return Err(Stop::Aside) };
                cursor.expect(b"</v>")?;
            } else if cursor.take(b"<v/>")? || cursor.take(b"<v />")? {
                *content = if first { Content::Raw(b"") } else { return Err(Stop::Aside) };
            } else if kind == Kind::Inline && first && cursor.take(b"<is>")? {
                *content = Content::Inline(strings::string(cursor, b"</is>")?);
            } else {
                // Too little to tell one tag from another, or a tag that is none of these.
                return Err(if cursor.rest().len() < 8 { Stop::More } else { Stop::Aside });
            }
        }
    }

    #[inline]
    fn value(&mut self, head: &Head, content: Content<'_>, formula: bool, seam: &mut Seam<'_>) -> Scan<()> {
        let (row, col) = (head.row + 1, head.col);
        let raw = match content {
            Content::Raw(raw) => raw,
            Content::Inline(text) => return Ok(seam.cell(row, col, Value::Text(&text))?),
            Content::Nothing if formula => return Ok(seam.cell(row, col, Value::Uncalculated)?),
            Content::Nothing => return Ok(()),
        };
        let value = match head.kind {
            Kind::Text => {
                let text = unescape(decode(raw)?)?;
                return Ok(seam.cell(row, col, Value::Text(&text))?);
            }
            // A value beside a string in the cell is none; alone it is for the library to judge.
            Kind::Inline => return Err(Stop::Aside),
            Kind::Iso => return self.iso(row, col, raw, seam),
            _ if raw.is_empty() => {
                return if formula { Ok(seam.cell(row, col, Value::Uncalculated)?) } else { Ok(()) };
            }
            Kind::Shared => return self.shared(row, col, small(raw).ok_or(Stop::Aside)?, seam),
            Kind::Number => self.number(raw, head.style)?,
            Kind::Bool => match raw {
                b"0" => Value::Bool(false),
                b"1" => Value::Bool(true),
                _ => return Err(Stop::Aside),
            },
            Kind::Error => {
                let text = std::str::from_utf8(raw).ok().filter(|text| !text.contains('&')).ok_or(Stop::Aside)?;
                self.strange_error |= !KNOWN_ERRORS.contains(&text);
                Value::Error(any_error(text))
            }
        };
        Ok(seam.cell(row, col, value)?)
    }

    #[inline]
    fn shared(&self, row: u32, col: u32, id: u32, seam: &mut Seam<'_>) -> Scan<()> {
        let bytes = self.texts.bytes_of(id).ok_or(Stop::Aside)?;
        if bytes == 0 {
            return Ok(seam.cell(row, col, Value::Text(""))?);
        }
        Ok(seam.shared_text(row, col, id, bytes)?)
    }

    #[inline]
    fn number(&self, raw: &[u8], style: Style) -> Scan<Value<'static>> {
        number(raw).map(|number| self.styled(number, style)).ok_or(Stop::Aside)
    }

    #[inline]
    fn styled(&self, number: f64, style: Style) -> Value<'static> {
        match style {
            Style::Number | Style::Duration => Value::Number(number),
            Style::Date => Value::Date(convert::shift(number, self.known.is_1904)),
        }
    }

    fn iso(&self, row: u32, col: u32, raw: &[u8], seam: &mut Seam<'_>) -> Scan<()> {
        let text = decode(raw)?;
        Ok(seam.cell(row, col, convert::iso_days(&text).map_or(Value::Text(&text), Value::Date))?)
    }
}

/// Those the library knows; newer ones it stumbles over.
const KNOWN_ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

#[inline]
fn kind_of(value: &[u8]) -> Option<Kind> {
    Some(match value {
        [b's'] => Kind::Shared,
        [b'n'] => Kind::Number,
        b"str" => Kind::Text,
        b"inlineStr" => Kind::Inline,
        [b'b'] => Kind::Bool,
        [b'e'] => Kind::Error,
        [b'd'] => Kind::Iso,
        _ => return None,
    })
}

/// A formula after `<f`, up to and with its end. What it says is not looked at, only that the library would not stumble.
fn skip_formula(cursor: &mut Cursor<'_>) -> Scan<()> {
    let (mut is_shared, mut index, mut range) = (false, false, true);
    let open = cursor.attributes(|name, value| {
        match name {
            b"t" => is_shared = value == b"shared",
            b"si" => index = small(value).is_some(),
            b"ref" => range = last_row(value).is_some(),
            _ => {}
        }
        Ok(())
    })?;
    if is_shared && !(index && range) {
        return Err(Stop::Aside);
    }
    if open {
        decode(cursor.until(b'<')?)?;
        cursor.expect(b"</f>")?;
    }
    Ok(())
}

/// The declared dimension, which must be one that the library takes: its last row.
fn dimension(cursor: &mut Cursor<'_>) -> Scan<u32> {
    let mut last = None;
    let outcome = cursor.attributes(|name, value| {
        if name == b"ref" {
            last = last_row(value);
        }
        Ok(())
    });
    // The raw attributes have no end of their own.
    match (outcome, last) {
        (Ok(_) | Err(Stop::More), Some(last)) if cursor.rest().is_empty() => Ok(last),
        _ => Err(Stop::Aside),
    }
}

/// The last row of `A1` or `A1:J20`, in this order.
fn last_row(value: &[u8]) -> Option<u32> {
    let place = |place: &[u8]| {
        let letters = place.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
        let col = place.get(..letters)?.iter().fold(0_u32, |col, byte| col.saturating_mul(26) + u32::from(byte - b'A') + 1);
        let row = small(place.get(letters..)?).filter(|row| (1..=MAX_ROWS).contains(row))?;
        ((1..=3).contains(&letters) && col <= MAX_COLS).then_some((row, col))
    };
    let mut parts = value.split(|byte| *byte == b':').map(place);
    match (parts.next().flatten(), parts.next(), parts.next()) {
        (Some(only), None, None) => Some(only.0),
        (Some(from), Some(Some(to)), None) if from.0 <= to.0 && from.1 <= to.1 => Some(to.0),
        _ => None,
    }
}

/// A row number as text.
#[derive(Clone, Copy)]
struct Digits {
    text: [u8; 7],
    from: usize,
    word: Word,
}

impl Digits {
    fn of(mut number: u32) -> Self {
        let (mut text, mut from) = ([b'0'; 7], 7);
        for (at, digit) in text.iter_mut().enumerate().rev() {
            if number == 0 {
                break;
            }
            *digit = b'0' + u8::try_from(number % 10).unwrap_or_default();
            number /= 10;
            from = at;
        }
        Digits { text, from, word: Word::of(text.get(from..).unwrap_or_default()) }
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        self.text.get(self.from..).unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "cells_tests.rs"]
mod tests;

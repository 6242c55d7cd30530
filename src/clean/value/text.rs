//! Text before it means anything: what nobody sees taken out, width unified, identifiers kept as they are written.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfkc};

use crate::clean::reject::Reason;
use crate::load::formula_error;
use crate::tables::{Vocabulary, is_invisible};

/// Floats beyond this are no longer whole numbers one by one: an identifier that large has lost digits.
const EXACT_FLOAT: f64 = 1e15;
/// So many digits a float keeps: an identifier written as `6217001234567890432.0` has lost the last of them.
const EXACT_DIGITS: usize = 15;

/// Text as written, without what nobody sees: invisible marks gone, white space single.
pub(crate) fn tidy(text: &str) -> Cow<'_, str> {
    let mut before = ' ';
    let plain = text.chars().all(|c| {
        let fine = matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}') || (c == ' ' && before != ' ');
        before = c;
        fine
    });
    // The common case, told at a glance.
    if (plain && before != ' ') || text.is_empty() {
        return Cow::Borrowed(text);
    }
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    Cow::Owned(visible.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A person's name, an identifier, a code: full-width letters and figures unified as well.
pub(crate) fn unified(text: &str) -> Cow<'_, str> {
    match tidy(text) {
        Cow::Borrowed(text) if text.is_ascii() || is_nfkc(text) => Cow::Borrowed(text),
        // Unifying may bring white space and invisible marks to light.
        text => Cow::Owned(tidy(&text.nfkc().collect::<String>()).into_owned()),
    }
}

/// Whether a text stands for nothing in a typed column.
pub(crate) fn is_blank_word(text: &str, open_too: bool) -> bool {
    // No placeholder has a figure in it: most cells end here.
    if text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    match Vocabulary::Blank.words().exact_code(text) {
        Some("any") => true,
        Some("open") => open_too,
        _ => false,
    }
}

/// Whether a text in a column of names names nobody. Somebody may be called Na, Nil or Null, and is written so; programs that have
/// nothing to say write small letters or capitals.
pub(crate) fn is_nobody(text: &str) -> bool {
    is_blank_word(text, false) && !matches!(text.trim(), "Na" | "Nil" | "Null")
}

/// Whether a text that should say what there is says that there is nothing: `无`, `否`, `No`, `×`, `待定`.
pub(crate) fn is_no(text: &str) -> bool {
    matches!(Vocabulary::Blank.words().exact_code(text), Some("any" | "no"))
}

/// Figures and marks in one width, invisible marks gone, dashes that stand for a minus alike. Unlike NFKC it makes no figure
/// of what is none: `5²` does not become 52, nor `①` 1.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_control()) {
        return Cow::Borrowed(text.trim());
    }
    let fold = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        '￡' => '£',
        '。' | '｡' | '﹒' => '.',
        '﹐' => ',',
        '﹕' | '︰' => ':',
        '﹪' => '%',
        '﹩' => '$',
        '’' | '‘' | '′' => '\'',
        '‐' | '‑' | '‒' | '–' | '−' | '﹣' => '-',
        '―' | '﹘' => '—',
        '〜' | '∼' | '∽' => '~',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    };
    let folded: String = text.chars().filter(|c| !is_invisible(*c)).map(fold).collect();
    Cow::Owned(folded.trim().to_owned())
}

/// Why a text is refused: for what is broken in it, where that shows, else for what the column wants.
pub(super) fn refused(text: &str, wanted: Reason) -> Reason {
    if text.contains('\u{fffd}') {
        Reason::LossyText
    } else if is_formula_error(text) {
        Reason::FormulaError
    } else {
        wanted
    }
}

/// The errors of formulas, as text exports write them.
pub(crate) fn is_formula_error(text: &str) -> bool {
    // LibreOffice writes those it has no code for like this.
    if let [b'E', b'r', b'r', b':', number @ ..] = text.as_bytes() {
        return number.len() == 3 && number.iter().all(u8::is_ascii_digit);
    }
    // Nearly every text begins with a figure, a letter or a Chinese character: asked for every cell, so told at a glance.
    if matches!(text.as_bytes(), [b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0xe4..=0xe9, ..]) {
        return false;
    }
    let text = text.trim();
    text.starts_with('#') && formula_error(&text.to_ascii_uppercase()).is_some()
}

/// An identifier as text; a number so long that a float has lost its digits is refused.
pub(crate) fn identifier(x: f64) -> Result<String, Reason> {
    if !x.is_finite() {
        return Err(Reason::NotFinite);
    }
    if x.abs() >= EXACT_FLOAT {
        return Err(Reason::ImpreciseId);
    }
    #[allow(clippy::cast_possible_truncation, reason = "whole, and of a size that floats hold exactly")]
    if x.fract() == 0.0 {
        // Written many times as fast as a float; and minus nought is nought.
        return Ok((x as i64).to_string());
    }
    Ok(x.to_string())
}

/// Exports write whole-number identifiers as `17850.0`, and long ones as `6.2E+18`; `'00123` and `="00123"` hold them as text.
pub(crate) fn text_identifier(text: &str) -> Result<Cow<'_, str>, Reason> {
    // Letters, figures and dashes: nothing to unify, and no sign that anything below asks for.
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Ok(Cow::Borrowed(text));
    }
    let tidy = unified(text);
    if is_formula_error(&tidy) {
        return Err(Reason::FormulaError);
    }
    if tidy.contains('\u{fffd}') {
        return Err(Reason::LossyText);
    }
    if let Some(marked) = tidy.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')).or_else(|| tidy.strip_prefix('\'')) {
        return Ok(Cow::Owned(marked.trim().to_owned()));
    }
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if let Some(whole) = tidy.strip_suffix(".0").filter(|w| all_digits(w)) {
        return if whole.len() > EXACT_DIGITS { Err(Reason::ImpreciseId) } else { Ok(Cow::Owned(whole.to_owned())) };
    }
    if let Some((mantissa, exponent)) = tidy.split_once(['E', 'e'])
        && let Some(exponent) = exponent.strip_prefix('+')
        && all_digits(exponent)
        && all_digits(&mantissa.replacen('.', "", 1))
    {
        return Err(Reason::ImpreciseId);
    }
    Ok(tidy)
}

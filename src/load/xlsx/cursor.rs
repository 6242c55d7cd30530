//! A place in a piece of XML, and the few steps the fast lane takes from it. Whatever is not exactly what was expected makes
//! it stop: there is no guessing here.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use crate::load::problem::Problem;

/// Why the fast lane goes no further.
#[derive(Debug)]
pub(super) enum Stop {
    /// The piece ends before the element does.
    More,
    /// Something it does not know for certain.
    Aside,
    /// A limit was reached.
    Problem(Box<Problem>),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Stop::Problem(Box::new(problem))
    }
}

pub(super) type Scan<T> = Result<T, Stop>;

#[derive(Clone, Copy)]
pub(super) struct Cursor<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) at: usize,
}

impl<'b> Cursor<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Cursor { bytes, at: 0 }
    }

    #[inline]
    pub(super) fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The next byte, which is left where it is.
    #[inline]
    pub(super) fn peek(&self) -> Scan<u8> {
        self.bytes.get(self.at).copied().ok_or(Stop::More)
    }

    #[inline]
    pub(super) fn byte(&mut self) -> Scan<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Ok(byte)
    }

    /// Takes these bytes if they come next; too few to tell is a stop. Their number is known when this is compiled: the
    /// comparison is one of words, and no call.
    #[inline]
    pub(super) fn take<const N: usize>(&mut self, wanted: &[u8; N]) -> Scan<bool> {
        let rest = self.rest();
        if rest.first_chunk::<N>() == Some(wanted) {
            self.at += N;
            return Ok(true);
        }
        if rest.len() < N && wanted.starts_with(rest) { Err(Stop::More) } else { Ok(false) }
    }

    /// Takes these bytes, which must come next.
    #[inline]
    pub(super) fn expect<const N: usize>(&mut self, wanted: &[u8; N]) -> Scan<()> {
        if self.take(wanted)? { Ok(()) } else { Err(Stop::Aside) }
    }

    /// Takes these bytes, whose number is known only now.
    #[inline]
    pub(super) fn take_all(&mut self, wanted: &[u8]) -> Scan<bool> {
        let rest = self.rest();
        if rest.starts_with(wanted) {
            self.at += wanted.len();
            return Ok(true);
        }
        if rest.len() < wanted.len() && wanted.starts_with(rest) { Err(Stop::More) } else { Ok(false) }
    }

    #[inline]
    pub(super) fn skip_space(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Everything up to a byte, which is not taken.
    #[inline]
    pub(super) fn until(&mut self, end: u8) -> Scan<&'b [u8]> {
        let rest = self.rest();
        let length = memchr(end, rest).ok_or(Stop::More)?;
        self.at += length;
        Ok(rest.get(..length).unwrap_or_default())
    }

    /// The rest of a tag: its attributes, handed to `each`. Answers whether the element has content.
    ///
    /// Names and values are plain ASCII between double quotes, without references: anything else is a stop.
    #[inline]
    pub(super) fn attributes(&mut self, mut each: impl FnMut(&'b [u8], &'b [u8]) -> Scan<()>) -> Scan<bool> {
        loop {
            match self.byte()? {
                b'>' => return Ok(true),
                b'/' => {
                    self.expect(b">")?;
                    return Ok(false);
                }
                b' ' | b'\n' | b'\r' | b'\t' => {
                    if matches!(self.peek()?, b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t') {
                        continue;
                    }
                    let name = self.name()?;
                    let value = self.quoted()?;
                    each(name, value)?;
                }
                _ => return Err(Stop::Aside),
            }
        }
    }

    /// A name with the `=` after it.
    #[inline]
    fn name(&mut self) -> Scan<&'b [u8]> {
        let from = self.at;
        loop {
            match self.byte()? {
                b'=' if self.at - 1 > from => return Ok(self.bytes.get(from..self.at - 1).unwrap_or_default()),
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b':' | b'_' | b'-' | b'.' => {}
                _ => return Err(Stop::Aside),
            }
        }
    }

    #[inline]
    fn quoted(&mut self) -> Scan<&'b [u8]> {
        self.expect(b"\"")?;
        let from = self.at;
        loop {
            match self.byte()? {
                b'"' => return Ok(self.bytes.get(from..self.at - 1).unwrap_or_default()),
                b'&' | b'<' | 0x80.. => return Err(Stop::Aside),
                _ => {}
            }
        }
    }
}

/// Character data as the text it stands for: references resolved. Line ends that would have to be made alike, and references
/// of other kinds, are a stop.
pub(super) fn decode(raw: &[u8]) -> Scan<Cow<'_, str>> {
    let raw = std::str::from_utf8(raw).map_err(|_| Stop::Aside)?;
    if memchr2(b'&', b'\r', raw.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(raw));
    }
    let mut text = String::with_capacity(raw.len());
    let mut pieces = raw.split('&');
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (reference, after) = piece.split_once(';').ok_or(Stop::Aside)?;
        text.push(resolve(reference).ok_or(Stop::Aside)?);
        text.push_str(after);
    }
    if raw.contains('\r') { Err(Stop::Aside) } else { Ok(Cow::Owned(text)) }
}

fn resolve(reference: &str) -> Option<char> {
    let number = |digits: &str, base| {
        let plain = !digits.is_empty() && digits.len() <= 8 && digits.chars().all(|c| c.is_digit(base));
        let code = plain.then(|| u32::from_str_radix(digits, base).ok())??;
        char::from_u32(code).filter(|c| *c != '\0')
    };
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match reference.strip_prefix("#x") {
            Some(hex) => number(hex, 16),
            None => number(reference.strip_prefix('#')?, 10),
        },
    }
}

/// Excel's own escapes: `_x000D_` is the character U+000D. Halves of characters are a stop.
pub(super) fn unescape(text: Cow<'_, str>) -> Scan<Cow<'_, str>> {
    if memchr(b'_', text.as_bytes()).is_none() || !text.contains("_x") {
        return Ok(text);
    }
    let escape = |rest: &str| {
        let hex = rest.get(2..6)?;
        let whole = rest.starts_with("_x") && rest.as_bytes().get(6) == Some(&b'_') && hex.bytes().all(|b| b.is_ascii_hexdigit());
        whole.then(|| u32::from_str_radix(hex, 16).ok())?
    };
    let (mut plain, mut rest) = (String::with_capacity(text.len()), &*text);
    while let Some(at) = rest.find('_') {
        let (before, here) = rest.split_at(at);
        plain.push_str(before);
        match escape(here) {
            Some(code) => {
                plain.push(char::from_u32(code).ok_or(Stop::Aside)?);
                rest = here.get(7..).unwrap_or_default();
            }
            None => {
                plain.push('_');
                rest = here.get(1..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    Ok(Cow::Owned(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_decoded_or_left_alone() {
        for (raw, text) in [
            ("a &amp; b &lt;&gt;&quot;&apos;", Some("a & b <>\"'")),
            ("&#x4E2D;&#25991;", Some("中文")),
            ("中 文", Some("中 文")),
            ("&nbsp;", None),
            ("a & b", None),
            ("&#0;", None),
            ("&#xD800;", None),
            ("a\r\nb", None),
        ] {
            assert_eq!(decode(raw.as_bytes()).ok().as_deref(), text, "{raw}");
        }
        assert!(decode(b"\xff").is_err());
    }

    #[test]
    fn escapes_of_excel_are_resolved_once() {
        for (raw, text) in [
            ("a_x000D_b", Some("a\rb")),
            ("_x005F_x000D_", Some("_x000D_")),
            ("_x00_ _xZZZZ_ _x0041", Some("_x00_ _xZZZZ_ _x0041")),
            ("__x0041_", Some("_A")),
            ("_xD83D__xDCF7_", None),
        ] {
            assert_eq!(unescape(Cow::Borrowed(raw)).ok().as_deref(), text, "{raw}");
        }
    }

    #[test]
    fn attributes_are_plain_or_a_stop() {
        let read = |tag: &str| {
            let mut found = Vec::new();
            let mut cursor = Cursor::new(tag.as_bytes());
            let open = cursor.attributes(|name, value| {
                found.push(format!("{}={}", String::from_utf8_lossy(name), String::from_utf8_lossy(value)));
                Ok(())
            });
            open.map(|open| format!("{} {open}", found.join(",")))
        };
        assert_eq!(read(" r=\"A1\" x14ac:dyDescent=\"0.25\">").ok().as_deref(), Some("r=A1,x14ac:dyDescent=0.25 true"));
        assert_eq!(read("\n r=\"A1\" />").ok().as_deref(), Some("r=A1 false"));
        for odd in [" r='A1'>", " r =\"A1\">", " r=A1>", " r=\"&#65;1\">", "r=\"A1\">"] {
            assert!(matches!(read(odd), Err(Stop::Aside)), "{odd}");
        }
        for short in [" r=\"A1\"", " r=\"A", " r", "", " r=\"A1\" /"] {
            assert!(matches!(read(short), Err(Stop::More)), "{short}");
        }
    }
}

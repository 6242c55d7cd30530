//! The shared strings of a workbook, and strings inside cells, as the fast lane reads them.

use std::borrow::Cow;

use memchr::{memchr, memchr3, memmem};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::cursor::{Cursor, Scan, Stop, decode, unescape};
use super::pump::Fed;
use crate::load::texts::Texts;

/// Grows while the part comes in.
pub(super) struct Strings {
    pub(super) texts: Texts,
    begun: bool,
    /// How many there are, as the part itself says.
    declared: usize,
}

/// A part that says it holds so many times more texts than it does is for others to judge.
const MOST_TIMES: usize = 10;

/// Room is made beforehand for so many bytes of text at most.
const ROOM_BYTES: u64 = 64 << 20;

impl Strings {
    /// For a part of so many bytes.
    pub(super) fn new(bytes: u64) -> Self {
        // Half of a part are its marks.
        let room = usize::try_from(bytes.min(ROOM_BYTES) / 2).unwrap_or_default();
        Strings { texts: Texts::with_room(room), begun: false, declared: 0 }
    }

    /// Reads as far as the piece goes.
    pub(super) fn scan(&mut self, piece: &[u8]) -> Scan<Fed> {
        let mut cursor = Cursor::new(piece);
        loop {
            let begin = cursor.at;
            match self.step(&mut cursor) {
                Ok(true) => {}
                Ok(false) => return Ok(Fed::Done),
                Err(Stop::More) => return Ok(Fed::More(begin)),
                Err(stop) => return Err(stop),
            }
        }
    }

    /// One string; `false` after the last.
    #[inline]
    fn step(&mut self, cursor: &mut Cursor<'_>) -> Scan<bool> {
        if let Some((text, length)) = bare(cursor.rest()) {
            self.texts.push(text);
            cursor.at += length;
            return Ok(true);
        }
        cursor.skip_space();
        if !self.begun {
            prolog(cursor)?;
            cursor.skip_space();
            cursor.expect(b"<sst")?;
            let mut declared = 0;
            let open = cursor.attributes(|name, value| {
                if name == b"uniqueCount" {
                    declared = std::str::from_utf8(value).ok().and_then(|n| n.parse().ok()).ok_or(Stop::Aside)?;
                }
                Ok(())
            })?;
            (self.begun, self.declared) = (true, declared);
            return Ok(open);
        }
        if cursor.take(b"<si>")? {
            let text = string(cursor, b"</si>")?;
            self.texts.push(&text);
            return Ok(true);
        }
        if cursor.take(b"<si/>")? {
            self.texts.push("");
            return Ok(true);
        }
        cursor.expect(b"</sst>")?;
        let plausible = self.declared / MOST_TIMES <= self.texts.len() + 1;
        if plausible { Ok(false) } else { Err(Stop::Aside) }
    }
}

/// A string without references, escapes, line ends and blanks around it, which nearly all are, and how many bytes it takes with
/// its marks. Anything else is read the long way.
#[inline]
fn bare(rest: &[u8]) -> Option<(&str, usize)> {
    const OPEN: &[u8; 7] = b"<si><t>";
    const CLOSE: &[u8; 9] = b"</t></si>";
    let inner = rest.strip_prefix(OPEN)?;
    let (raw, after) = inner.split_at_checked(memchr(b'<', inner)?)?;
    let blank = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_whitespace());
    if after.first_chunk() != Some(CLOSE) || blank(raw.first()) || blank(raw.last()) || memchr3(b'&', b'\r', b'_', raw).is_some()
    {
        return None;
    }
    Some((std::str::from_utf8(raw).ok()?, OPEN.len() + raw.len() + CLOSE.len()))
}

/// What stands before the first element: at most a declaration, of UTF-8 if of anything.
pub(super) fn prolog(cursor: &mut Cursor<'_>) -> Scan<()> {
    if cursor.take(b"<?xml ")? {
        let declaration = cursor.until(b'>')?;
        cursor.at += 1;
        let utf8 = match memmem::find(declaration, b"encoding") {
            Some(at) => {
                let stated = declaration.get(at..).unwrap_or_default().to_ascii_lowercase();
                stated.starts_with(b"encoding=\"utf-8\"") || stated.starts_with(b"encoding='utf-8'")
            }
            None => true,
        };
        if !utf8 || !declaration.ends_with(b"?") {
            return Err(Stop::Aside);
        }
    }
    Ok(())
}

/// A string after its opening tag, up to and with its closing one.
pub(super) fn string<'b>(cursor: &mut Cursor<'b>, closing: &[u8]) -> Scan<Cow<'b, str>> {
    let begin = *cursor;
    if let Some(text) = plain(cursor, closing)? {
        return Ok(text);
    }
    *cursor = begin;
    let rest = cursor.rest();
    let length = memmem::find(rest, closing).ok_or(Stop::More)?;
    cursor.at += length + closing.len();
    marked(rest.get(..length).unwrap_or_default()).map(Cow::Owned)
}

/// One run of text without marks; `None` where it is something else.
fn plain<'b>(cursor: &mut Cursor<'b>, closing: &[u8]) -> Scan<Option<Cow<'b, str>>> {
    let keeps = if cursor.take(b"<t>")? {
        false
    } else if cursor.take(b"<t xml:space=\"preserve\">")? {
        true
    } else {
        return Ok(None);
    };
    let raw = cursor.until(b'<')?;
    if !cursor.take(b"</t>")? || !cursor.take_all(closing)? {
        return Ok(None);
    }
    Ok(Some(run(decode(raw)?, keeps)?))
}

/// The text of one run: blanks around it count only where it says so.
fn run(text: Cow<'_, str>, keeps_space: bool) -> Scan<Cow<'_, str>> {
    const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];
    let blank = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t' | b'\r' | b'\n'));
    if keeps_space || !(blank(text.as_bytes().first()) || blank(text.as_bytes().last())) {
        return unescape(text);
    }
    Ok(Cow::Owned(unescape(Cow::Borrowed(text.trim_matches(BLANK)))?.into_owned()))
}

/// A string of several runs, or with reading aids, which are no part of it.
fn marked(raw: &[u8]) -> Scan<String> {
    let raw = std::str::from_utf8(raw).map_err(|_| Stop::Aside)?;
    // Comments, character data and line ends that are made alike are left to the library.
    if raw.contains("<!") || raw.contains("<?") || raw.contains('\r') {
        return Err(Stop::Aside);
    }
    let mut reader = Reader::from_str(raw);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().trim_text(false);
    let (mut text, mut aid) = (String::new(), false);
    // The run that is open, and whether it keeps its blanks.
    let mut open: Option<(String, bool)> = None;
    loop {
        match reader.read_event().map_err(|_| Stop::Aside)? {
            Event::Start(e) if open.is_none() => match e.name().as_ref() {
                "rPh" => aid = true,
                "t" if !aid => {
                    let mut cursor = Cursor::new(e.attributes_raw().as_bytes());
                    open = Some((String::new(), keeps_space(&mut cursor)?));
                }
                name if name.contains(':') => return Err(Stop::Aside),
                _ => {}
            },
            Event::Text(piece) => {
                if let Some((run, _)) = &mut open {
                    run.push_str(&piece);
                }
            }
            Event::GeneralRef(reference) => {
                if let Some((run, _)) = &mut open {
                    run.push_str(&decode(format!("&{};", &*reference).as_bytes())?);
                }
            }
            Event::End(e) => match (e.name().as_ref(), open.take()) {
                ("t", Some((raw, keeps))) => text.push_str(&run(Cow::Owned(raw), keeps)?),
                (_, Some(_)) => return Err(Stop::Aside),
                ("rPh", None) => aid = false,
                _ => {}
            },
            Event::Eof => return if open.is_none() { Ok(text) } else { Err(Stop::Aside) },
            _ => return Err(Stop::Aside),
        }
    }
}

fn keeps_space(cursor: &mut Cursor<'_>) -> Scan<bool> {
    let mut keeps = false;
    if cursor.bytes.is_empty() {
        return Ok(false);
    }
    let outcome = cursor.attributes(|name, value| {
        keeps |= name == b"xml:space" && value == b"preserve";
        Ok(())
    });
    // The raw attributes have no end of their own.
    match outcome {
        Ok(_) | Err(Stop::More) if cursor.rest().is_empty() => Ok(keeps),
        _ => Err(Stop::Aside),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> Option<Vec<String>> {
        let whole = Strings::read(xml, xml.len());
        // However it is cut, the answer is the same.
        for size in [1, 7, 64] {
            assert_eq!(Strings::read(xml, size), whole, "in pieces of {size}");
        }
        whole
    }

    impl Strings {
        fn read(xml: &str, size: usize) -> Option<Vec<String>> {
            let mut strings = Strings::new(1_000);
            let (mut from, mut to) = (0, 0);
            loop {
                match strings.scan(&xml.as_bytes()[from..to]).ok()? {
                    Fed::Done => break,
                    Fed::More(taken) if to < xml.len() => (from, to) = (from + taken, (to + size).min(xml.len())),
                    Fed::More(_) => return None,
                }
            }
            Some((0..strings.texts.len()).map(|id| strings.texts.get(u32::try_from(id).unwrap()).unwrap().to_owned()).collect())
        }
    }

    #[test]
    fn strings_of_every_program() {
        let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<sst xmlns=\"x\" count=\"9\" uniqueCount=\"9\">\
            <si><t>订单号</t><phoneticPr fontId=\"1\" type=\"noConversion\"/></si><si><t> a &amp; b </t></si>\
            <si><t xml:space=\"preserve\"> a </t></si><si/><si><t/></si>\n\
            <si><r><t>rich</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> text</t></r></si>\
            <si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si><si><t>_x000D_</t></si></sst>";
        let texts = ["订单号", "a & b", " a ", "", "", "rich text", "東京", "\r"];
        assert_eq!(read(xml).unwrap(), texts);
    }

    #[test]
    fn what_is_not_known_is_left_to_the_library() {
        for xml in [
            "<sst><si><t><![CDATA[x]]></t></si></sst>",
            "<x:sst><x:si><x:t>a</x:t></x:si></x:sst>",
            "<sst><!-- a --><si><t>a</t></si></sst>",
            "<sst><si><t>a</t></si>",
            "<?xml version=\"1.0\" encoding=\"GBK\"?><sst></sst>",
            "<sst><si><t>a &nbsp;</t></si></sst>",
        ] {
            assert_eq!(read(xml), None, "{xml}");
        }
    }
}

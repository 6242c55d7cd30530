//! Which encoding a text is in, told from its bytes: UTF-8, UTF-16, GB18030 or, where its characters cannot be Chinese,
//! windows-1252.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memmem;

use super::digest::Utf8;
use super::problem::{Fault, Problem};
use super::sniff::Mark;
use super::source::{Bad, Source};

/// That many well-formed wide characters are no chance where bad bytes are few beside them: it is UTF-8 that broke.
const SURELY_UTF8: u64 = 8;
const FEW_BESIDE: u64 = 4;
/// So many lines for each one with a bad place that is put up with; the first one always is.
const LINES_PER_BAD_ONE: u64 = 100;
/// Enough text to tell one script from another.
const SAMPLE_BYTES: u64 = 1 << 20;

/// What was found out about a text.
pub(super) struct Choice {
    pub(super) encoding: &'static Encoding,
    /// The places that are no text in it: few enough to read the rest.
    pub(super) bad: Option<Bad>,
    /// The bytes do not say it for certain.
    pub(super) guessed: bool,
}

impl Choice {
    fn sure(encoding: &'static Encoding) -> Self {
        Choice { encoding, bad: None, guessed: false }
    }
}

/// The encoding of a file. `utf8` is what the pass before found out.
pub(super) fn choose(file: &mut File, mark: Mark, utf8: &Utf8) -> Result<Choice, Problem> {
    match mark {
        Mark::Utf16Le | Mark::BareUtf16Le => return bearable(file, UTF_16LE),
        Mark::Utf16Be | Mark::BareUtf16Be => return bearable(file, UTF_16BE),
        Mark::Utf8 | Mark::None => {}
    }
    let Some(bad_at) = utf8.bad_at else { return Ok(Choice::sure(UTF_8)) };
    if mark == Mark::Utf8 || utf8.wide >= SURELY_UTF8 || mostly_utf8(file)? {
        return bearable(file, UTF_8);
    }
    match script(file, bad_at)? {
        Script::Western => Ok(Choice { guessed: true, ..Choice::sure(WINDOWS_1252) }),
        Script::Chinese => bearable(file, GB18030),
        Script::Unclear => {
            let line = line_of(file, bad_at)?;
            Err(undecodable(GB18030, Bad { places: 1, lines: 1, byte: bad_at, line }))
        }
    }
}

/// The encoding with the places that are bad in it, where they are few; else the problem that they are.
fn bearable(file: &mut File, encoding: &'static Encoding) -> Result<Choice, Problem> {
    let mut source = Source::new(&mut *file, encoding, true)?;
    while source.fill()? {}
    let Some(bad) = source.bad() else { return Ok(Choice::sure(encoding)) };
    let few = bad.lines <= (source.line() / LINES_PER_BAD_ONE).max(1);
    if few { Ok(Choice { encoding, bad: Some(bad), guessed: false }) } else { Err(undecodable(encoding, bad)) }
}

/// The same where not one place may be bad.
pub(super) fn strictly(file: &mut File, encoding: &'static Encoding) -> Result<(), Problem> {
    let mut source = Source::new(&mut *file, encoding, true)?;
    while source.fill()? {}
    source.bad().map_or(Ok(()), |bad| Err(undecodable(encoding, bad)))
}

pub(super) fn undecodable(encoding: &'static Encoding, bad: Bad) -> Problem {
    Problem::new(Fault::Undecodable { encoding: encoding.name(), byte: bad.byte, line: bad.line }, "")
}

/// Whether a text whose first wide characters are bad is UTF-8 all the same. One in another encoding shows at once.
fn mostly_utf8(file: &mut File) -> Result<bool, Problem> {
    let mut source = Source::new(&mut *file, UTF_8, true)?;
    let mut wide = 0;
    while source.fill()? {
        let text = std::str::from_utf8(&source.text).unwrap_or_default();
        wide += text.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count() as u64;
        if source.bad().is_some_and(|bad| bad.places * FEW_BESIDE > wide) {
            return Ok(false);
        }
    }
    Ok(wide >= SURELY_UTF8)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Chinese,
    Western,
    Unclear,
}

/// Whether bytes that are no UTF-8 are Chinese in GB18030, or words of Western letters. `from` is the first of them.
fn script(file: &mut File, from: u64) -> Result<Script, Problem> {
    let mut sample = Vec::new();
    file.seek(SeekFrom::Start(from.saturating_sub(1))).map_err(|e| Problem::from_io(&e))?;
    file.take(SAMPLE_BYTES).read_to_end(&mut sample).map_err(|e| Problem::from_io(&e))?;
    Ok(script_of(&sample))
}

/// Chinese characters are pairs of bytes above ASCII, mostly several in a row. A Western letter is one such byte amid plain
/// letters: read as Chinese it takes the letter after it along (`Müller` is `M黮ler`).
fn script_of(bytes: &[u8]) -> Script {
    let (mut western, mut chinese, mut either) = (0_usize, 0, 0);
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let is_small = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    // Where the byte before a run belongs to a character.
    let (mut at, mut taken) = (0, 0);
    while let Some(start) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| *b >= 0x80)).map(|n| at + n) {
        let end = bytes.iter().skip(start).position(|b| *b < 0x80).map_or(bytes.len(), |n| start + n);
        let before = start.checked_sub(1).filter(|before| start == 0 || *before >= taken);
        (at, taken) = (end, end);
        match end - start {
            // The sign of the euro in both.
            1 if bytes.get(start) == Some(&0x80) => {}
            1 => match bytes.get(end) {
                Some(0x40..=0x7E) => {
                    (at, taken) = (end + 1, end + 1);
                    western += usize::from(before.is_some_and(is_letter) || (is_letter(end) && is_letter(end + 1)));
                }
                // Four bytes make a character here, two of them figures.
                Some(b'0'..=b'9') => western += usize::from(before.is_some_and(is_letter)),
                _ => western += 1,
            },
            2 if before.is_some_and(is_small) && is_small(end) => either += 1,
            length => {
                chinese += length / 2;
                if length % 2 == 1 && matches!(bytes.get(end), Some(0x40..=0x7E)) {
                    (at, taken) = (end + 1, end + 1);
                }
            }
        }
    }
    match (western, chinese) {
        (0, 0) if either > 0 => Script::Western,
        _ if western > 2 * chinese => Script::Western,
        _ if chinese > 2 * western || western == 0 => Script::Chinese,
        _ => Script::Unclear,
    }
}

/// The encoding a page or an XML document says it is in. UTF-16 cannot be: the word would not have been found.
pub(super) fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let after = ["charset", "encoding"].iter().find_map(|word| {
        let at = memmem::find(&lower, word.as_bytes())? + word.len();
        lower.get(at..)?.trim_ascii_start().strip_prefix(b"=")
    })?;
    let label: Vec<u8> = after
        .iter()
        .copied()
        .skip_while(|b| b" \"'".contains(b))
        .take_while(|b| b.is_ascii_alphanumeric() || b"-_:".contains(b))
        .collect();
    let encoding = Encoding::for_label(&label)?;
    // GB2312 and GBK are parts of GB18030, and what claims to be one of them often holds more.
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    (encoding != UTF_16LE && encoding != UTF_16BE).then_some(encoding)
}

/// Whether so many wide characters are well-formed that a text is UTF-8, whatever it declares.
pub(super) fn surely_utf8(utf8: &Utf8) -> bool {
    utf8.wide >= SURELY_UTF8
}

fn line_of(file: &mut File, byte: u64) -> Result<u64, Problem> {
    file.seek(SeekFrom::Start(0)).map_err(|e| Problem::from_io(&e))?;
    let mut line = 1;
    let mut left = file.take(byte);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let got = left.read(&mut buffer).map_err(|e| Problem::from_io(&e))?;
        if got == 0 {
            return Ok(line);
        }
        line += memchr::memchr_iter(b'\n', buffer.get(..got).unwrap_or_default()).count() as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn western_words_are_told_from_chinese() {
        let western = [
            "Order;Customer\n1;Müller GmbH\n2;Jäger & Söhne\n",
            "1;Société Générale;Café\n",
            "École, Élan",
            "São Paulo, Assunção, ações, não",
            "Größe\n",
            "Straße 5, Köln",
            "1;Caf\u{e9};5",
        ];
        for text in western {
            assert_eq!(script_of(&WINDOWS_1252.encode(text).0), Script::Western, "{text}");
        }
        let chinese = [
            "订单号,客户\n1,上海华辰\n",
            "A客户B",
            "Amount金额",
            "A客B,x",
            "a,张,1\n",
            "客户,朱镕基,喆,堃\n",
            "東門業務,陳,張\n",
            "￥12.50",
            "Café客户（中国）有限公司",
            "Total合计USD",
        ];
        for text in chinese {
            let gb = GB18030.encode(&text.replace('é', "e")).0.into_owned();
            assert_eq!(script_of(&gb), Script::Chinese, "{text}");
        }
        // Neither for certain: half of it is one, half the other.
        let both = [&WINDOWS_1252.encode("Müller,").0[..], &GB18030.encode("客").0].concat();
        assert_eq!(script_of(&both), Script::Unclear);
    }
}

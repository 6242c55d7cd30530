//! csv and tsv: decoded in the encoding they turn out to be in, rows numbered as Excel shows them.
//!
//! Every value stays text: what `03/04` or `007` means is not this stage's to guess.

use std::fs::File;

use encoding_rs::UTF_8;

use super::cut;
use super::delimiter;
use super::digest::Utf8;
use super::encoding::{Choice, choose};
use super::problem::Problem;
use super::records::Parser;
use super::remark::Remark;
use super::seam::Seam;
use super::sniff::Mark;
use super::source::Source;

/// Reads the file as the one sheet `name`. `utf8` is what the pass before found out.
pub(super) fn read(mut file: File, name: &str, tab: bool, mark: Mark, utf8: &Utf8, seam: &mut Seam<'_>) -> Result<(), Problem> {
    // Decoded once without handing anything over: half a table must not get in before too many bad bytes are met.
    let Choice { encoding, bad, guessed } = choose(&mut file, mark, utf8)?;
    let encoding_name = || encoding.name().to_owned();
    if let Some(bad) = bad {
        seam.remark(Remark::Undecodable { encoding: encoding_name(), places: bad.places, byte: bad.byte, line: bad.line });
    }
    if guessed {
        seam.remark(Remark::Guessed { encoding: encoding_name() });
    }
    let bytes = file.metadata().map_or(0, |meta| meta.len());
    let mut source = Source::new(&mut file, encoding, encoding != UTF_8 || bad.is_some())?;
    seam.begin_sheet(name);
    let end = records(&mut source, bytes, tab, seam);
    if source.zeros() > 0 {
        seam.remark(Remark::ZeroBytes { bytes: source.zeros() });
    }
    seam.end_sheet(end.err());
    Ok(())
}

/// The rows of a file of so many bytes.
fn records(source: &mut Source<&mut File>, bytes: u64, tab: bool, seam: &mut Seam<'_>) -> Result<(), Problem> {
    if !source.fill()? {
        return Ok(());
    }
    let (delimiter, skip) = match delimiter::declared(&source.text) {
        Some(declared) => declared,
        None => (delimiter::guess(&source.text, tab), 0),
    };
    // Lines are about as long as the first ones.
    let lines = memchr::memchr_iter(b'\n', &source.text).count() as u64 + 1;
    seam.expect_rows(bytes.saturating_mul(lines) / (source.text.len() as u64).max(1));
    let (mut parser, mut tail) = (Parser::new(delimiter, seam.limits()), cut::Tail::default());
    let mut skip = skip;
    let end = loop {
        tail.keep(&source.text);
        let fed = parser.feed(source.text.get(skip..).unwrap_or_default(), seam);
        skip = 0;
        match fed.and_then(|()| source.fill()) {
            Ok(true) => {}
            Ok(false) => break parser.finish(seam),
            Err(problem) => break Err(problem),
        }
    };
    if let Some((places, cell)) = parser.strays() {
        seam.remark(Remark::StrayQuotes { places, cell });
    }
    if end.is_ok() && tail.is_cut(delimiter) {
        seam.remark(Remark::CutLine { row: parser.row() });
    }
    end
}

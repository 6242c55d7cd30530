//! Workbooks of Excel 5 and of Excel 97 to 2003, record by record in a compound file built here.

use super::tests::{Script, fault, read_all};
use super::*;

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// The two versions differ in how a text is written.
#[derive(Clone, Copy, PartialEq)]
enum Biff {
    Five,
    Eight,
}

impl Biff {
    fn bof(self, kind: u16) -> Vec<u8> {
        let version = if self == Self::Five { 0x0500 } else { 0x0600 };
        record(0x0809, &[words(&[version, kind, 0, 0]), vec![0; if self == Self::Five { 0 } else { 8 }]].concat())
    }

    /// A text with its length in one byte or two.
    fn text(self, text: &str, wide_length: bool) -> Vec<u8> {
        let (length, bytes) = match self {
            Self::Five => {
                let bytes = encoding_rs::GBK.encode(text).0.into_owned();
                (bytes.len(), bytes)
            }
            Self::Eight => {
                let units: Vec<u16> = text.encode_utf16().collect();
                (units.len(), [vec![1], words(&units)].concat())
            }
        };
        let length = u16::try_from(length).unwrap().to_le_bytes();
        [&length[..if wide_length { 2 } else { 1 }], &bytes].concat()
    }

    fn label(self, row: u16, col: u16, text: &str) -> Vec<u8> {
        record(0x0204, &[words(&[row, col, 0]), self.text(text, true)].concat())
    }

    /// A workbook stream: `globals` after the first record, then one sheet of these records.
    fn stream(self, globals: &[Vec<u8>], name: &str, cells: &[Vec<u8>]) -> Vec<u8> {
        let bound = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0], &self.text(name, false)].concat());
        let eof = record(0x000A, &[]);
        let head = [self.bof(5), globals.concat()].concat();
        let at = head.len() + bound(0).len() + eof.len();
        let sheet = [self.bof(0x10), cells.concat(), eof.clone()].concat();
        [head, bound(u32::try_from(at).unwrap()), eof, sheet].concat()
    }
}

fn number(row: u16, col: u16, format: u16, value: f64) -> Vec<u8> {
    record(0x0203, &[words(&[row, col, format]), value.to_le_bytes().to_vec()].concat())
}

/// A formula `=1` with the eight bytes of its stored result.
fn formula(row: u16, col: u16, result: [u8; 8]) -> Vec<u8> {
    record(0x0006, &[words(&[row, col, 0]), result.to_vec(), vec![0; 6], vec![3, 0, 0x1E, 1, 0]].concat())
}

fn marked(kind: u8, value: u8) -> [u8; 8] {
    [kind, 0, value, 0, 0, 0, 0xFF, 0xFF]
}

/// Cell formats by their number format: 0 plain, 1 a date of the built-in kind, 2 one of its own.
fn formats(biff: Biff) -> Vec<Vec<u8>> {
    let own = record(0x041E, &[words(&[164]), biff.text("yyyy\"年\"m\"月\"d\"日\"", biff == Biff::Eight)].concat());
    let xf = |format: u16| record(0x00E0, &[words(&[0, format]), vec![0; 16]].concat());
    vec![own, xf(0), xf(14), xf(164)]
}

/// The stream in a compound file: header, allocation table, directory, stream.
fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    // Shorter streams live elsewhere.
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let mut header = vec![0_u8; 512];
    header[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    header[24] = 0x3E;
    header[26] = 3;
    header[28..30].copy_from_slice(b"\xfe\xff");
    (header[30], header[32], header[44], header[48]) = (9, 6, 1, 1);
    header[57] = 0x10;
    for at in [60, 68] {
        header[at..at + 4].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    }
    header[76..].fill(0xFF);
    header[76..80].fill(0);
    let sectors = u32::try_from(stream.len() / 512).unwrap();
    let mut fat = vec![0xFFFF_FFFD_u32, 0xFFFF_FFFE];
    fat.extend(3..sectors + 2);
    fat.push(0xFFFF_FFFE);
    fat.resize(128, 0xFFFF_FFFF);
    let mut directory = vec![0_u8; 512];
    let entries = [("Root Entry", 5, 0xFFFF_FFFE_u32, 0), (name, 2, 2, u32::try_from(stream.len()).unwrap())];
    for (entry, (name, kind, start, bytes)) in directory.chunks_exact_mut(128).zip(entries) {
        let units = words(&name.encode_utf16().collect::<Vec<u16>>());
        entry[..units.len()].copy_from_slice(&units);
        (entry[64], entry[66]) = (u8::try_from(units.len() + 2).unwrap(), kind);
        entry[68..80].fill(0xFF);
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&bytes.to_le_bytes());
    }
    directory[76..80].copy_from_slice(&1_u32.to_le_bytes());
    [header, fat.into_iter().flat_map(u32::to_le_bytes).collect(), directory, stream].concat()
}

fn read_stream(biff: Biff, stream: &[u8]) -> Script {
    let (answer, script) = read_all("t.xls", &compound(if biff == Biff::Five { "Book" } else { "Workbook" }, stream));
    assert_eq!((answer.problem, answer.format, script.problems.first()), (None, Format::Xls, None));
    script
}

const CODE_PAGE_936: [u8; 2] = [0xA8, 0x03];

#[test]
fn both_versions_say_the_same() {
    for biff in [Biff::Five, Biff::Eight] {
        let globals = [vec![record(0x0042, &CODE_PAGE_936)], formats(biff)].concat();
        // 45351 is 29 February 2024; an RK number holds 100 times the value, or a whole number, in 30 bits.
        let rk = |bits: u32| record(0x027E, &[words(&[1, 3, 0]), bits.to_le_bytes().to_vec()].concat());
        let cells = [
            biff.label(0, 0, "客户名称"),
            biff.label(0, 1, "A1 plain"),
            number(1, 0, 0, 1234.5),
            number(1, 1, 1, 45351.0),
            number(1, 2, 2, 45351.5),
            rk(12_345 << 2 | 0b11),
            formula(2, 0, 7.0_f64.to_le_bytes()),
            formula(2, 1, marked(2, 0x07)),
            formula(2, 2, marked(0, 0)),
            record(0x0207, &biff.text("结果", true)),
            formula(2, 3, marked(1, 1)),
            record(0x0205, &[words(&[2, 4, 0]), vec![0x17, 1]].concat()),
        ];
        let script = read_stream(biff, &biff.stream(&globals, "订单 2024", &cells));
        let expected = [
            "#0 订单 2024",
            "A1=\"客户名称\" B1=\"A1 plain\"",
            "A2=1234.5 B2=date 45351 C2=date 45351.5 D2=123.45",
            "A3=7 B3=#DIV/0! C3=\"结果\" D3=true E3=#REF!",
            "end",
        ];
        assert_eq!(script.lines, expected);
    }
}

#[test]
fn shared_texts_of_both_widths_and_over_two_records() {
    let biff = Biff::Eight;
    let narrow = |text: &str| [&words(&[u16::try_from(text.len()).unwrap()])[..], &[0], text.as_bytes()].concat();
    let rich = [words(&[2]), vec![0x09], words(&[1]), words(&"丰富".encode_utf16().collect::<Vec<_>>()), vec![0; 4]].concat();
    // The third text breaks off after two of its characters; the next record begins with its width.
    let begun = [words(&[4]), vec![1], words(&"上海".encode_utf16().collect::<Vec<_>>())].concat();
    let rest = [vec![1], words(&"客户".encode_utf16().collect::<Vec<_>>())].concat();
    let table = record(0x00FC, &[vec![3, 0, 0, 0, 3, 0, 0, 0], narrow("caf\u{65}"), rich, begun].concat());
    let globals = [record(0x0042, &CODE_PAGE_936), table, record(0x003C, &rest)];
    let shared = |col: u16, index: u16| record(0x00FD, &words(&[0, col, 0, index, 0]));
    let script = read_stream(biff, &biff.stream(&globals, "S", &[shared(0, 0), shared(1, 1), shared(2, 2)]));
    assert_eq!(script.lines[1], "A1=\"cafe\" B1=\"丰富\" C1=\"上海客户\"");
}

#[test]
fn dates_of_1904_are_shifted() {
    for biff in [Biff::Five, Biff::Eight] {
        let globals = [vec![record(0x0022, &[1, 0])], formats(biff)].concat();
        let script = read_stream(biff, &biff.stream(&globals, "S", &[number(0, 0, 1, 43889.0), number(0, 1, 0, 43889.0)]));
        assert_eq!(script.lines[1], "A1=date 45351 B1=43889");
    }
}

#[test]
fn a_text_result_that_was_never_stored_is_seen() {
    let biff = Biff::Eight;
    // The result is said to be a text, and no text follows.
    let script = read_stream(biff, &biff.stream(&[], "S", &[formula(0, 0, marked(0, 0)), number(0, 1, 0, 2.0)]));
    assert_eq!(script.lines[1], "A1=? B1=2");
    // An empty text is a result like any other, and no cell.
    let script = read_stream(biff, &biff.stream(&[], "S", &[formula(0, 0, marked(3, 0)), number(0, 1, 0, 2.0)]));
    assert_eq!(script.lines[1], "B1=2");
}

#[test]
fn hostile_records_are_problems() {
    let biff = Biff::Eight;
    let shared = |bytes: &[u8]| compound("Workbook", &biff.stream(&[record(0x00FC, bytes)], "S", &[number(0, 0, 0, 1.0)]));
    // A table of texts that declares four billion, a text longer than the file, and one whose extras are.
    let counts = shared(&[[0xFF; 8].to_vec(), words(&[1]), vec![0, b'x']].concat());
    assert_eq!(read_all("t.xls", &counts).0.problem, None);
    for text in [[words(&[0xFFFF]), vec![1]].concat(), [words(&[1]), vec![0x0C], vec![0xFF; 6], vec![b'x']].concat()] {
        let problem = read_all("t.xls", &shared(&[vec![0; 8], text].concat())).0.problem.unwrap();
        assert!(["corrupt", "truncated", "parser_failed"].contains(&problem.fault.code()), "{problem}");
    }
    let far = biff.stream(&[], "S", &[number(0, 0, 0, 1.0), number(0xFFFF, 0xFFFF, 0, 1.0)]);
    assert!(matches!(fault("t.xls", &compound("Workbook", &far)), Fault::TooLarge { limit: Limit::AreaCells, .. }));
    let wide = biff.stream(&[], "S", &[record(0x0200, &[0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0])]);
    assert!(matches!(fault("t.xls", &compound("Workbook", &wide)), Fault::TooLarge { limit: Limit::AreaCells, .. }));
    let ciphered = biff.stream(&[record(0x002F, &[1, 0])], "S", &[]);
    assert_eq!(fault("t.xls", &compound("Workbook", &ciphered)), Fault::Encrypted);
}

//! What is said arrives; what cannot have been said is refused.

use super::*;
use crate::load::seam::Direct;
use crate::load::{Limits, cell_name};

/// The calls of a consumer as text.
#[derive(Default, PartialEq, Debug)]
struct Script(Vec<String>);

impl Consumer for Script {
    fn begin_sheet(&mut self, index: usize, name: &str) {
        self.0.push(format!("{index} {name}"));
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) {
        self.0.extend(cells.iter().map(|cell| format!("{} {:?}", cell_name(row, cell.col), cell.value)));
    }

    fn end_sheet(&mut self, problem: Option<Problem>) {
        self.0.push(format!("end {problem:?}"));
    }
}

fn say(consumer: &mut dyn Consumer) {
    consumer.begin_sheet(0, "表");
    let values = [Value::Text("客户"), Value::Number(-0.5), Value::Date(45_000.5), Value::Bool(true), Value::Bool(false)];
    let more = [Value::Error("#N/A"), Value::Uncalculated, Value::Number(f64::NAN)];
    let cells: Vec<Cell<'_>> = (2..).zip(values.into_iter().chain(more)).map(|(col, value)| Cell::new(col, value)).collect();
    consumer.row(7, &cells);
    consumer.end_sheet(Some(Problem::new(Fault::Truncated, "half").in_sheet("表").at_cell(7, 3)));
}

fn heard(bytes: &[u8], limits: &Limits) -> (Result<Result<(), Problem>, Broken>, Script) {
    let mut script = Script::default();
    let outcome = listen(&mut &*bytes, "xls", &mut Seam::new(&mut Direct(&mut script), limits));
    (outcome, script)
}

fn said() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut speaker = Speaker::new(&mut bytes);
    say(&mut speaker);
    speaker.done(Err(Problem::new(Fault::Corrupt, "x"))).unwrap();
    bytes
}

#[test]
fn what_is_said_arrives() {
    let mut direct = Script::default();
    say(&mut direct);
    let (outcome, script) = heard(&said(), &Limits::default());
    assert_eq!(script, direct);
    assert_eq!(outcome.unwrap(), Err(Problem::new(Fault::Corrupt, "x")));
}

#[test]
fn problems_survive_the_way() {
    let wrong = |found| Fault::WrongFormat { claimed: "xls".to_owned(), found };
    let mut faults = vec![Fault::Encrypted, Fault::Truncated, Fault::ParserFailed, wrong(Found::Html), wrong(Found::Compound)];
    faults.extend(Limit::ALL.map(|limit| Fault::TooLarge { limit, allowed: 3, found: 4 }));
    faults.extend(super::super::UNSUPPORTED.map(|what| Fault::Unsupported { what }));
    faults.push(Fault::Undecodable { encoding: "gb18030", byte: 5, line: 2 });
    for fault in faults {
        let problem = Problem::new(fault, "detail");
        let told: Told = serde_json::from_str(&serde_json::to_string(&Told::new(&problem)).unwrap()).unwrap();
        assert_eq!(told.problem("xls"), problem);
    }
}

#[test]
fn a_line_that_breaks_anywhere_is_noticed() {
    let bytes = said();
    for end in 0..bytes.len() {
        let (outcome, _) = heard(&bytes[..end], &Limits::default());
        assert!(matches!(outcome, Err(Broken::Line(_))), "{end}: {outcome:?}");
    }
}

#[test]
fn nonsense_is_refused_before_memory_is_asked_for() {
    let begin = [&[BEGIN][..], &1_u32.to_le_bytes(), b"S"].concat();
    let row = |row: u32, count: u32| [&begin[..], &[ROW], &row.to_le_bytes(), &count.to_le_bytes()].concat();
    let text = |bytes: u32| [&row(1, 1)[..], &0_u32.to_le_bytes(), &[TEXT], &bytes.to_le_bytes(), &[0xFF; 9]].concat();
    let nonsense = [
        vec![ROW, 1, 0, 0, 0, 0, 0, 0, 0],
        vec![END, 0, 0, 0, 0],
        vec![0xFF],
        [&begin[..], &begin].concat(),
        [&[BEGIN][..], &u32::MAX.to_le_bytes()].concat(),
        row(0, 1),
        row(MAX_ROWS + 1, 1),
        row(1, MAX_COLS + 1),
        text(u32::MAX),
        text(9),
        [&row(1, 1)[..], &[0, 0, 0, 0, b'x']].concat(),
        [&row(1, 1)[..], &0_u32.to_le_bytes(), &[ERROR], &2_u32.to_le_bytes(), b"#X"].concat(),
        [&[DONE][..], &2_u32.to_le_bytes(), b"{}"].concat(),
    ];
    for bytes in nonsense {
        let (outcome, _) = heard(&bytes, &Limits::default());
        assert!(matches!(outcome, Err(Broken::Nonsense(_))), "{bytes:?}: {outcome:?}");
    }
    // The limits of this side hold, whatever the other one was told.
    let limits = Limits { max_cells: 2, ..Limits::default() };
    assert!(matches!(heard(&said(), &limits).0, Err(Broken::Refused(_))));
}

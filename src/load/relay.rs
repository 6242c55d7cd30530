//! A large file is read on a thread of its own while the caller's thread works on what was read before.
//!
//! Rows travel in batches, each a run of text and a list of cells, so that nothing is allocated per cell; batches are
//! used again, and only a few can be under way. The consumer stays on the caller's thread and gets the very calls, in the
//! very order, that it would have got from the reader itself.

use std::panic;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use super::{Cell, Consumer, Problem, Value};

/// Batches under way: enough to even out the two sides, few enough to be forgotten in memory.
const UNDER_WAY: usize = 4;
/// A batch is sent when it has this many cells or bytes of text; one row is never divided.
const BATCH_CELLS: usize = 8_192;
const BATCH_TEXT: usize = 1 << 18;
/// As much as a main thread has: a reader must not notice that it is on another one.
const STACK_BYTES: usize = 8 << 20;

/// Calls `read` with a consumer that passes every call on to `consumer`, and gives back what `read` gives.
///
/// A panic of the consumer goes on as it does without a relay, after the reader has run to its end unheard; so does one
/// of `read`, after the consumer got what came before it.
pub(super) fn relay<T: Send>(consumer: &mut dyn Consumer, read: &(dyn Fn(&mut dyn Consumer) -> T + Sync)) -> T {
    let relayed = thread::scope(|scope| {
        let (sender, arriving) = sync_channel(UNDER_WAY);
        let (emptied, empty) = channel();
        let reader = thread::Builder::new().name("reader".to_owned()).stack_size(STACK_BYTES).spawn_scoped(scope, move || {
            let mut packer = Packer { sender, empty, batch: Batch::default(), unheard: false };
            let outcome = read(&mut packer);
            packer.send_batch();
            outcome
        });
        // Without a thread to spare the file is read here, as small ones are.
        let reader = reader.ok()?;
        replay(arriving, &emptied, consumer);
        Some(reader.join().unwrap_or_else(|payload| panic::resume_unwind(payload)))
    });
    relayed.unwrap_or_else(|| read(consumer))
}

/// Makes the calls that arrive. Takes the receiver, so that the reader is not left waiting should a call panic.
fn replay(arriving: Receiver<Call>, emptied: &Sender<Batch>, consumer: &mut dyn Consumer) {
    for call in arriving {
        match call {
            Call::BeginSheet(index, name) => consumer.begin_sheet(index, &name),
            Call::Rows(batch) => {
                batch.hand_to(consumer);
                // A reader that is through needs no more batches.
                let _ = emptied.send(batch);
            }
            Call::EndSheet(problem) => consumer.end_sheet(problem),
        }
    }
}

/// One call of the seam, or many calls of `row`.
enum Call {
    BeginSheet(usize, String),
    Rows(Batch),
    EndSheet(Option<Problem>),
}

/// A value without its text: texts stand one after the other in the batch, and only their length is kept here.
#[derive(Clone, Copy)]
enum Packed {
    Text(usize),
    Number(f64),
    Date(f64),
    Bool(bool),
    Error(&'static str),
    Uncalculated,
}

#[derive(Default)]
struct Batch {
    /// Row and number of its cells.
    rows: Vec<(u32, usize)>,
    cells: Vec<(u32, Packed)>,
    text: String,
}

impl Batch {
    fn push(&mut self, row: u32, cells: &[Cell<'_>]) {
        self.rows.push((row, cells.len()));
        for cell in cells {
            let packed = match cell.value {
                Value::Text(text) => {
                    self.text.push_str(text);
                    Packed::Text(text.len())
                }
                Value::Number(number) => Packed::Number(number),
                Value::Date(days) => Packed::Date(days),
                Value::Bool(truth) => Packed::Bool(truth),
                Value::Error(name) => Packed::Error(name),
                Value::Uncalculated => Packed::Uncalculated,
            };
            self.cells.push((cell.col, packed));
        }
    }

    fn is_full(&self) -> bool {
        self.cells.len() >= BATCH_CELLS || self.text.len() >= BATCH_TEXT
    }

    fn hand_to(&self, consumer: &mut dyn Consumer) {
        let (mut packed, mut text) = (self.cells.iter(), self.text.as_str());
        let mut cells: Vec<Cell<'_>> = Vec::new();
        for &(row, count) in &self.rows {
            cells.clear();
            cells.extend(packed.by_ref().take(count).map(|&(col, value)| Cell { col, value: unpack(value, &mut text) }));
            consumer.row(row, &cells);
        }
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.cells.clear();
        self.text.clear();
    }
}

/// The value, with its text taken off the front of what is left.
fn unpack<'t>(packed: Packed, text: &mut &'t str) -> Value<'t> {
    match packed {
        Packed::Text(len) => {
            let (own, rest) = text.split_at_checked(len).unwrap_or((text, ""));
            *text = rest;
            Value::Text(own)
        }
        Packed::Number(number) => Value::Number(number),
        Packed::Date(days) => Value::Date(days),
        Packed::Bool(truth) => Value::Bool(truth),
        Packed::Error(name) => Value::Error(name),
        Packed::Uncalculated => Value::Uncalculated,
    }
}

/// The reader's side: collects rows and sends them.
struct Packer {
    sender: SyncSender<Call>,
    empty: Receiver<Batch>,
    batch: Batch,
    /// The other side is gone: it panicked, and whatever else is read concerns nobody.
    unheard: bool,
}

impl Packer {
    fn send_batch(&mut self) {
        if !self.batch.rows.is_empty() {
            let mut next = self.empty.try_recv().unwrap_or_default();
            next.clear();
            let full = std::mem::replace(&mut self.batch, next);
            self.send(Call::Rows(full));
        }
    }

    fn send(&mut self, call: Call) {
        self.unheard |= self.unheard || self.sender.send(call).is_err();
    }
}

impl Consumer for Packer {
    fn begin_sheet(&mut self, index: usize, name: &str) {
        self.send_batch();
        self.send(Call::BeginSheet(index, name.to_owned()));
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) {
        if self.unheard {
            return;
        }
        self.batch.push(row, cells);
        if self.batch.is_full() {
            self.send_batch();
        }
    }

    fn end_sheet(&mut self, problem: Option<Problem>) {
        self.send_batch();
        self.send(Call::EndSheet(problem));
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

    use super::super::Fault;
    use super::*;

    #[derive(Default)]
    struct Script(Vec<String>);

    impl Consumer for Script {
        fn begin_sheet(&mut self, index: usize, name: &str) {
            self.0.push(format!("begin {index} {name}"));
        }

        fn row(&mut self, row: u32, cells: &[Cell<'_>]) {
            self.0.push(format!("{row} {cells:?}"));
        }

        fn end_sheet(&mut self, problem: Option<Problem>) {
            self.0.push(format!("end {problem:?}"));
        }
    }

    /// Sheets of every kind of value, with more rows than can be under way, and with none.
    fn sheets(consumer: &mut dyn Consumer) -> u32 {
        for (index, rows) in [(0, 60_000_u32), (1, 0), (2, 3)] {
            consumer.begin_sheet(index, &format!("表{index}"));
            for row in 1..=rows {
                let text = format!("第{row}行");
                let values = [Value::Text(&text), Value::Number(f64::from(row)), Value::Text(""), Value::Text("a")];
                let more = [Value::Date(45_000.5), Value::Bool(true), Value::Error("#REF!"), Value::Uncalculated];
                let all = values.into_iter().chain(more).skip(row as usize % 5);
                let cells: Vec<Cell<'_>> = (row % 3..).zip(all).map(|(col, value)| Cell { col, value }).collect();
                consumer.row(row, &cells);
            }
            consumer.end_sheet((index == 2).then(|| Problem::new(Fault::Truncated, "half").in_sheet("表2")));
        }
        7
    }

    #[test]
    fn a_relayed_reading_makes_the_same_calls() {
        let (mut direct, mut relayed) = (Script::default(), Script::default());
        assert_eq!(sheets(&mut direct), relay(&mut relayed, &sheets));
        assert_eq!(direct.0.len(), 60_009);
        assert!(direct.0 == relayed.0);
    }

    #[test]
    fn long_texts_stay_whole() {
        let read = |consumer: &mut dyn Consumer| {
            for (row, length) in [(1, 10), (2, 3 * BATCH_TEXT), (3, 0), (4, 1)] {
                let text = "长".repeat(length);
                consumer.row(row, &[Cell { col: 0, value: Value::Text(&text) }, Cell { col: 9, value: Value::Text("x") }]);
            }
        };
        let (mut direct, mut relayed) = (Script::default(), Script::default());
        read(&mut direct);
        relay(&mut relayed, &read);
        assert!(direct.0 == relayed.0);
    }

    /// Ends early, as a fault of the program would.
    struct Breaks;

    impl Consumer for Breaks {
        fn begin_sheet(&mut self, _: usize, _: &str) {}

        fn row(&mut self, row: u32, _: &[Cell<'_>]) {
            if row == 5_000 {
                resume_unwind(Box::new("ours"));
            }
        }

        fn end_sheet(&mut self, _: Option<Problem>) {}
    }

    #[test]
    fn a_panic_on_either_side_goes_on() {
        let consumer = catch_unwind(|| relay(&mut Breaks, &sheets)).unwrap_err();
        assert_eq!(consumer.downcast_ref(), Some(&"ours"));
        let mut script = Script::default();
        let read = |consumer: &mut dyn Consumer| {
            consumer.begin_sheet(0, "one");
            resume_unwind(Box::new("theirs"))
        };
        let reader = catch_unwind(AssertUnwindSafe(|| relay::<()>(&mut script, &read))).unwrap_err();
        assert_eq!(reader.downcast_ref(), Some(&"theirs"));
        assert_eq!(script.0, ["begin 0 one"]);
    }
}

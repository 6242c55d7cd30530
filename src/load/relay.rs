//! A large file is read on a thread of its own while the caller's thread works on what was read before.
//!
//! Rows travel in batches, each a run of text and a list of cells, so that nothing is allocated per cell; batches are
//! used again, and only a few can be under way. The consumer stays on the caller's thread and gets the very calls, in the
//! very order, that it would have got from the reader itself.

use std::panic;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use super::batch::Batch;
use super::seam::{Direct, Sink};
use super::{Consumer, Problem};

/// Batches under way: enough to even out the two sides, few enough to be forgotten in memory.
const UNDER_WAY: usize = 4;
/// As much as a main thread has: a reader must not notice that it is on another one.
const STACK_BYTES: usize = 8 << 20;

/// Calls `read` with a sink that passes every call on to `consumer`, and gives back what `read` gives.
///
/// A panic of the consumer goes on as it does without a relay, after the reader has run to its end unheard; so does one
/// of `read`, after the consumer got what came before it.
pub(super) fn relay<T: Send>(consumer: &mut dyn Consumer, read: &(dyn Fn(&mut dyn Sink) -> T + Sync)) -> T {
    let relayed = thread::scope(|scope| {
        let (sender, arriving) = sync_channel(UNDER_WAY);
        let (emptied, empty) = channel();
        let reader = thread::Builder::new()
            .name("reader".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, move || read(&mut Sending { sender, empty, unheard: false }));
        // Without a thread to spare the file is read here, as small ones are.
        let reader = reader.ok()?;
        replay(arriving, &emptied, consumer);
        Some(reader.join().unwrap_or_else(|payload| panic::resume_unwind(payload)))
    });
    relayed.unwrap_or_else(|| read(&mut Direct(consumer)))
}

/// Makes the calls that arrive. Takes the receiver, so that the reader is not left waiting should a call panic.
fn replay(arriving: Receiver<Call>, emptied: &Sender<Batch>, consumer: &mut dyn Consumer) {
    for call in arriving {
        match call {
            Call::BeginSheet(index, name) => consumer.begin_sheet(index, &name),
            Call::ExpectRows(rows) => consumer.expect_rows(rows),
            Call::Rows(mut batch) => {
                consumer.rows(&batch.whole());
                batch.clear();
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
    ExpectRows(u32),
    Rows(Batch),
    EndSheet(Option<Problem>),
}

/// The reader's side.
struct Sending {
    sender: SyncSender<Call>,
    empty: Receiver<Batch>,
    /// The other side is gone: it panicked, and whatever else is read concerns nobody.
    unheard: bool,
}

impl Sending {
    fn send(&mut self, call: Call) {
        self.unheard |= self.unheard || self.sender.send(call).is_err();
    }
}

impl Sink for Sending {
    fn begin_sheet(&mut self, index: usize, name: &str) {
        self.send(Call::BeginSheet(index, name.to_owned()));
    }

    fn expect_rows(&mut self, rows: u32) {
        self.send(Call::ExpectRows(rows));
    }

    fn rows(&mut self, batch: &mut Batch) {
        if self.unheard {
            batch.clear();
            return;
        }
        let full = std::mem::replace(batch, self.empty.try_recv().unwrap_or_default());
        self.send(Call::Rows(full));
    }

    fn end_sheet(&mut self, problem: Option<Problem>) {
        self.send(Call::EndSheet(problem));
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

    use super::super::seam::Seam;
    use super::super::{Cell, Fault, Limits, Value};
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
    fn sheets(sink: &mut dyn Sink) -> u32 {
        let limits = Limits::default();
        let mut seam = Seam::new(sink, &limits);
        for (index, rows) in [(0, 60_000_u32), (1, 0), (2, 3)] {
            seam.begin_sheet(&format!("表{index}"));
            for row in 1..=rows {
                let text = format!("第{row}行");
                let values = [Value::Text(&text), Value::Number(f64::from(row)), Value::Text(""), Value::Text("a")];
                let more = [Value::Date(45_000.5), Value::Bool(true), Value::Error("#REF!"), Value::Uncalculated];
                let all = values.into_iter().chain(more).skip(row as usize % 5);
                (row % 3..).zip(all).for_each(|(col, value)| seam.cell(row, col, value).unwrap());
            }
            seam.end_sheet((index == 2).then(|| Problem::new(Fault::Truncated, "half").in_sheet("表2")));
        }
        7
    }

    #[test]
    fn a_relayed_reading_makes_the_same_calls() {
        let (mut direct, mut relayed) = (Script::default(), Script::default());
        assert_eq!(sheets(&mut Direct(&mut direct)), relay(&mut relayed, &sheets));
        // The last row of the sheet that ends with a problem may not be whole.
        assert_eq!(direct.0.len(), 60_008);
        assert!(direct.0 == relayed.0);
    }

    #[test]
    fn long_texts_stay_whole() {
        let limits = Limits::default();
        let read = |sink: &mut dyn Sink| {
            let mut seam = Seam::new(sink, &limits);
            seam.begin_sheet("一");
            for (row, length) in [(1, 10), (2, 300_000), (3, 0), (4, 1)] {
                seam.cell(row, 0, Value::Text(&"长".repeat(length))).unwrap();
                seam.cell(row, 9, Value::Text("x")).unwrap();
            }
            seam.end_sheet(None);
        };
        let (mut direct, mut relayed) = (Script::default(), Script::default());
        read(&mut Direct(&mut direct));
        relay(&mut relayed, &read);
        assert!(direct.0 == relayed.0 && direct.0.len() == 6);
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
        let read = |sink: &mut dyn Sink| {
            sink.begin_sheet(0, "one");
            resume_unwind(Box::new("theirs"))
        };
        let reader = catch_unwind(AssertUnwindSafe(|| relay::<()>(&mut script, &read))).unwrap_err();
        assert_eq!(reader.downcast_ref(), Some(&"theirs"));
        assert_eq!(script.0, ["begin 0 one"]);
    }
}

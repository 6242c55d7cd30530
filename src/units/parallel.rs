//! Work on many things side by side, with the results in the order of the things, whoever was first.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::thread;

/// How many threads may work at the same time in this process; 0: as many as there are processors.
static BOUND: AtomicUsize = AtomicUsize::new(0);
/// Threads that help at the moment, beside those that called.
static HELPING: AtomicUsize = AtomicUsize::new(0);

/// How many processors there are for this process: the system is asked once, since it looks into files to answer.
static PROCESSORS: OnceLock<usize> = OnceLock::new();

/// Bounds the threads of all later work; 0: as many as there are processors.
pub fn limit_threads(threads: usize) {
    BOUND.store(threads, Ordering::Relaxed);
}

/// `work` on 0, 1, … below `count`, as many at once as there are processors, or as the bound allows. The smallest numbers
/// begin first. Work that is itself divided gets helpers as far as there are any left, and those that others give back later.
///
/// A panic of `work` goes on in the caller.
pub fn in_order<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    divided(count, work, |_| Helper::free())
}

/// The same for work that mostly waits for a disk: many at once, however many processors there are.
///
/// A panic of `work` goes on in the caller.
pub fn while_waiting<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    /// As many as a disk does together.
    const AT_ONCE: usize = 8;
    let at_once = if threads() == 1 { 1 } else { AT_ONCE };
    divided(count, work, |helping| (helping + 1 < at_once).then_some(Helper { counts: false }))
}

/// `one_more` gives a helper beside so many, as long as there are any.
fn divided<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync, one_more: impl Fn(usize) -> Option<Helper>) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < count);
    let one = |at| (at, work(at));
    let (take, one) = (&take, &one);
    let mut done = thread::scope(|scope| {
        let (mut done, mut helping) = (Vec::new(), Vec::new());
        while let Some(at) = take() {
            // Where the system has no thread to spare, the work is done with those there are.
            while next.load(Ordering::Relaxed) < count && helping.len() + 1 < count {
                let Some(helper) = one_more(helping.len()) else { break };
                let through = move || helper.through(|| std::iter::from_fn(take).map(one).collect::<Vec<_>>());
                let Ok(helper) = thread::Builder::new().spawn_scoped(scope, through) else { break };
                helping.push(helper);
            }
            done.push(one(at));
        }
        for helper in helping {
            done.extend(helper.join().unwrap_or_else(|fault| panic::resume_unwind(fault)));
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Things that are worked on at a time where each takes little.
const CHUNK: usize = 256;

/// The same where each thing takes little: some hundred at a time.
pub fn in_chunks<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let chunk = |at: usize| (at * CHUNK..count.min((at + 1) * CHUNK)).map(&work).collect::<Vec<T>>();
    let mut all = Vec::with_capacity(count);
    in_order(count.div_ceil(CHUNK), chunk).into_iter().for_each(|chunk| all.extend(chunk));
    all
}

/// Two pieces of work, at the same time where a thread may help.
///
/// A panic of either goes on in the caller.
pub fn both<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    enum Either<A, B> {
        One(A),
        Other(B),
    }
    let (one, other) = (Mutex::new(Some(one)), Mutex::new(Some(other)));
    fn take<T>(work: &Mutex<Option<T>>) -> Option<T> {
        work.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
    let work = |at| match at {
        0 => take(&one).map(|one| Either::One(one())),
        _ => take(&other).map(|other| Either::Other(other())),
    };
    let mut results = in_order(2, work).into_iter().flatten();
    match (results.next(), results.next()) {
        (Some(Either::One(one)), Some(Either::Other(other))) => (one, other),
        _ => unreachable!("each is done once, and they come in their order"),
    }
}

/// Work whose end nobody waits for, not even the end of the process.
pub fn aside(work: impl FnOnce() + Send + 'static) {
    if threads() == 1 {
        work();
    } else {
        // Without a thread to spare the work is let go, with all that it holds.
        let _ = thread::Builder::new().name("aside".to_owned()).spawn(work);
    }
}

/// How far ahead of what is taken things are worked on, for each thread: what is done waits in memory.
const AHEAD: usize = 2;

/// `work` on 0, 1, … below `count` as [`in_order`]; each result is handed to `take` as soon as all before it were, so that few
/// of them are in memory at a time.
///
/// A panic of `work` or `take` goes on in the caller.
pub fn streamed<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync, take: impl FnMut(usize, T) + Send) {
    let bound = AHEAD * threads();
    let line = Line { state: Mutex::new(Queue { next: 0, begun: 0, done: BTreeMap::new(), take }), moved: Condvar::new() };
    in_order(count.min(threads()), |_| {
        while let Some(at) = line.begin(count, bound) {
            // Whoever waits for this one must not wait for ever.
            let result = panic::catch_unwind(AssertUnwindSafe(|| work(at)));
            line.end(at, result, count);
        }
    });
}

/// Results that wait until those before them are there.
struct Queue<T, F> {
    /// The next one to be taken.
    next: usize,
    begun: usize,
    done: BTreeMap<usize, T>,
    take: F,
}

struct Line<T, F> {
    state: Mutex<Queue<T, F>>,
    moved: Condvar,
}

impl<T, F: FnMut(usize, T)> Line<T, F> {
    /// The next thing to work on, once there is room for its result.
    fn begin(&self, count: usize, bound: usize) -> Option<usize> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |queue: &mut Queue<T, F>| queue.begun < count && queue.begun >= queue.next + bound;
        let mut state = self.moved.wait_while(state, full).unwrap_or_else(PoisonError::into_inner);
        let at = state.begun;
        state.begun = (at + 1).min(count);
        (at < count).then_some(at)
    }

    fn end(&self, at: usize, result: thread::Result<T>, count: usize) {
        let mut guard = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = &mut *guard;
        let taken = result.and_then(|result| {
            queue.done.insert(at, result);
            panic::catch_unwind(AssertUnwindSafe(|| {
                while let Some(result) = queue.done.remove(&queue.next) {
                    (queue.take)(queue.next, result);
                    queue.next += 1;
                }
            }))
        });
        if taken.is_err() {
            // Nothing more is begun.
            queue.begun = count;
        }
        drop(guard);
        self.moved.notify_all();
        taken.unwrap_or_else(|fault| panic::resume_unwind(fault));
    }
}

/// The right to one thread beside the caller's, given back when it goes where it counts among those that may work.
struct Helper {
    counts: bool,
}

impl Helper {
    /// One more that may work, where there is any.
    fn free() -> Option<Helper> {
        let bound = threads();
        let one_more = |helping: usize| (helping + 1 < bound).then_some(helping + 1);
        HELPING.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).ok().map(|_| Helper { counts: true })
    }

    fn through<T>(self, work: impl FnOnce() -> T) -> T {
        work()
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        HELPING.fetch_sub(usize::from(self.counts), Ordering::Relaxed);
    }
}

/// How many threads may work at the same time.
fn threads() -> usize {
    match BOUND.load(Ordering::Relaxed) {
        0 => *PROCESSORS.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get)),
        bound => bound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_things() {
        let squares = in_order(100, |n| {
            // The first ones take longest.
            thread::sleep(std::time::Duration::from_micros(100 - n as u64));
            n * n
        });
        assert_eq!(squares, (0..100).map(|n| n * n).collect::<Vec<_>>());
        assert!(in_order(0, |n| n).is_empty());
        for count in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7] {
            assert_eq!(in_chunks(count, |n| n * 2), (0..count).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn results_are_taken_in_order_and_few_wait() {
        let (begun, mut taken, mut most) = (AtomicUsize::new(0), Vec::new(), 0);
        let work = |n: usize| {
            begun.fetch_add(1, Ordering::Relaxed);
            // The first ones take longest.
            thread::sleep(std::time::Duration::from_micros(200 - n as u64));
            n * n
        };
        streamed(100, work, |n, square| {
            most = most.max(begun.load(Ordering::Relaxed) - n);
            taken.push((n, square));
        });
        assert_eq!(taken, (0..100).map(|n| (n, n * n)).collect::<Vec<_>>());
        // Those that were begun and not taken, this one among them.
        assert!(most <= AHEAD * threads(), "{most}");
        streamed(0, |n| n, |_, _| unreachable!());
    }

    #[test]
    fn a_panic_ends_all_work() {
        let fail = |at: usize| panic::catch_unwind(|| streamed(50, |n| assert_ne!(n, at), |_, ()| {})).is_err();
        assert!(fail(0) && fail(7) && fail(49) && !fail(50));
        let refuse = panic::catch_unwind(|| streamed(50, |n| n, |n, _| assert_ne!(n, 3)));
        assert!(refuse.is_err());
    }

    #[test]
    fn what_waits_comes_in_order_too() {
        for count in [0, 1, 7, 8, 9, 40] {
            assert_eq!(while_waiting(count, |n| n * 3), (0..count).map(|n| n * 3).collect::<Vec<_>>());
        }
        assert!(panic::catch_unwind(|| while_waiting(20, |n| assert_ne!(n, 13))).is_err());
    }

    #[test]
    fn two_different_things_are_done_together() {
        let text = String::from("a");
        assert_eq!(both(|| text.len(), || vec![text.as_str(); 2]), (1, vec!["a", "a"]));
        assert!(panic::catch_unwind(|| both(|| 1, || panic!("so it goes"))).is_err());
    }

    #[test]
    fn divided_work_inside_divided_work_gives_the_same() {
        let sums = in_order(20, |n| in_order(n, |m| m).into_iter().sum::<usize>());
        assert_eq!(sums, (0..20_usize).map(|n| n * n.saturating_sub(1) / 2).collect::<Vec<_>>());
    }
}

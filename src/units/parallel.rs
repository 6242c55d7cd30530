//! Work on many things side by side, with the results in the order of the things, whoever was first.

use std::num::NonZero;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many threads may work at the same time in this process; 0: as many as there are processors.
static BOUND: AtomicUsize = AtomicUsize::new(0);
/// Threads that help at the moment, beside those that called.
static HELPING: AtomicUsize = AtomicUsize::new(0);

/// Bounds the threads of all later work; 0: as many as there are processors.
pub fn limit_threads(threads: usize) {
    BOUND.store(threads, Ordering::Relaxed);
}

/// `work` on 0, 1, … below `count`, as many at once as there are processors, or as the bound allows. The smallest numbers
/// begin first. Work that is itself divided gets helpers only as far as there are any left.
///
/// A panic of `work` goes on in the caller.
pub fn in_order<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return done;
            }
            done.push((at, work(at)));
        }
    };
    let take = &take;
    let mut done = thread::scope(|scope| {
        // Where the system has no thread to spare, the work is done with those there are.
        let start = |helper: Helper| thread::Builder::new().spawn_scoped(scope, move || helper.through(take)).ok();
        let helpers: Vec<_> = helpers(count.saturating_sub(1)).map_while(start).collect();
        let mut done = take();
        for helper in helpers {
            done.extend(helper.join().unwrap_or_else(|fault| panic::resume_unwind(fault)));
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// The right to one thread beside the caller's, given back when it goes.
struct Helper;

impl Helper {
    fn through<T>(self, work: impl FnOnce() -> T) -> T {
        work()
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        HELPING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// As many helpers as are wanted and may work.
fn helpers(wanted: usize) -> impl Iterator<Item = Helper> {
    let bound = match BOUND.load(Ordering::Relaxed) {
        0 => thread::available_parallelism().map_or(1, NonZero::get),
        bound => bound,
    };
    let one_more = move || {
        let free = |helping: usize| (helping + 1 < bound).then_some(helping + 1);
        HELPING.fetch_update(Ordering::Relaxed, Ordering::Relaxed, free).ok().map(|_| Helper)
    };
    (0..wanted).map_while(move |_| one_more())
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
    }

    #[test]
    fn divided_work_inside_divided_work_gives_the_same() {
        let sums = in_order(20, |n| in_order(n, |m| m).into_iter().sum::<usize>());
        assert_eq!(sums, (0..20_usize).map(|n| n * n.saturating_sub(1) / 2).collect::<Vec<_>>());
    }
}

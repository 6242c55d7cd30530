//! Work on many things side by side, with the results in the order of the things, whoever was first.

use std::num::NonZero;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// `work` on 0, 1, … below `count`, as many at once as there are processors. The smallest numbers begin first.
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
    let others = thread::available_parallelism().map_or(1, NonZero::get).min(count).saturating_sub(1);
    let mut done = thread::scope(|scope| {
        let helpers: Vec<_> = (0..others).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        for helper in helpers {
            done.extend(helper.join().unwrap_or_else(|fault| panic::resume_unwind(fault)));
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
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
}

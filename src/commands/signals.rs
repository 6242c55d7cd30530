//! SIGTERM and Ctrl-C: the folder in writing is removed, and the process ends at once with 128 and the signal's number.
//!
//! A thread waits for the signal while the others work; whatever they are at, reading or drawing, it need not be undone, for
//! nothing of it is in the output folder. Only publishing is, and that takes turns with this thread: see [`publish::abandon`].
//! The processes that read single files end with this one: Ctrl-C reaches them too, the system ends them with their parent
//! (Linux), and elsewhere they find nobody listening. Windows ends a process by itself; what it leaves is cleared by the next.

#[cfg(unix)]
use crate::{hook, publish};

/// Starts to watch, for the rest of the process's life.
#[cfg(unix)]
pub(super) fn watch() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let watching = Signals::new([SIGINT, SIGTERM]).and_then(|mut signals| {
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            if let Some(signal) = signals.forever().next() {
                publish::abandon(|| end(signal));
            }
        })
    });
    if let Err(error) = watching {
        tracing::warn!(cause = %error, "signals are not watched: one of them ends the process as any other");
    }
}

#[cfg(unix)]
fn end(signal: i32) {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    // A command after the run leads a group of its own, which the signal does not reach.
    hook::stop();
    // The log may be stuck: whoever reads it need not be there any more.
    let (told, waiting) = channel::<()>();
    let _ = std::thread::Builder::new().spawn(move || {
        tracing::warn!(signal, "interrupted: a month that was not published yet is as it was");
        drop(told);
    });
    let _ = waiting.recv_timeout(Duration::from_millis(200));
    std::process::exit(128 + signal);
}

#[cfg(not(unix))]
pub(super) fn watch() {}

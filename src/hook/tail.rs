//! The last that a command says, for whoever looks into its failure.

use std::io::{PipeReader, Read};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// So much of it is kept.
const KEPT_BYTES: usize = 2000;
/// What a command started may outlive it and hold the pipe open: no longer than this is waited for the end of its words.
const PATIENCE: Duration = Duration::from_millis(200);

/// A pipe that is emptied as it fills, so that no command waits for a reader.
pub(super) struct Tail {
    kept: Arc<Mutex<Vec<u8>>>,
    closed: Receiver<()>,
}

impl Tail {
    pub(super) fn follow(mut pipe: PipeReader) -> Self {
        let kept = Arc::new(Mutex::new(Vec::new()));
        let (tell, closed) = channel();
        let into = Arc::clone(&kept);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n @ 1..) = pipe.read(&mut buffer) {
                let mut kept = into.lock().unwrap_or_else(PoisonError::into_inner);
                kept.extend_from_slice(&buffer[..n]);
                let surplus = kept.len().saturating_sub(KEPT_BYTES);
                kept.drain(..surplus);
            }
            // Nobody may be waiting any more.
            let _ = tell.send(());
        });
        Tail { kept, closed }
    }

    /// What was said last.
    pub(super) fn said(&self) -> String {
        // Closed or not, what has come by now is what there is.
        let _ = self.closed.recv_timeout(PATIENCE);
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&kept).trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn the_end_is_kept_and_an_open_pipe_holds_nobody_up() {
        let (reader, mut writer) = std::io::pipe().unwrap();
        let tail = Tail::follow(reader);
        writer.write_all(&[b'x'; 3 * KEPT_BYTES]).unwrap();
        writer.write_all(b"the end\n").unwrap();
        let said = tail.said();
        assert!(said.ends_with("xxthe end") && said.len() < KEPT_BYTES, "{said}");
        drop(writer);
    }
}

//! A command with all that it starts, ended together.

use std::io;
use std::process::{Child, Command};
use std::sync::{Mutex, PoisonError};

/// The number of the command that runs: there is one at a time.
static RUNNING: Mutex<Option<u32>> = Mutex::new(None);

/// A command that leads a group of its own, to be ended as a whole.
pub(super) struct Group {
    pub(super) child: Child,
}

impl Group {
    pub(super) fn spawn(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        let child = command.spawn()?;
        *running = Some(child.id());
        Ok(Group { child })
    }

    /// Asks the whole group to end.
    pub(super) fn ask_to_end(&self) {
        end(self.child.id(), true);
    }

    /// Ends the whole group. Its number is its leader's; it cannot be another's as long as one of the group is alive, and
    /// where none is, there is nobody to end.
    pub(super) fn end(&mut self) -> io::Result<()> {
        end(self.child.id(), false);
        self.child.kill()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Ends the command that runs at this moment, with all that it started: for whoever ends the process.
pub fn stop() {
    if let Some(id) = RUNNING.lock().unwrap_or_else(PoisonError::into_inner).take() {
        end(id, false);
    }
}

#[cfg(unix)]
fn end(id: u32, gently: bool) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let signal = if gently { Signal::TERM } else { Signal::KILL };
    let group = i32::try_from(id).ok().and_then(Pid::from_raw);
    // A group that ended in between needs no signal.
    let _ = group.map(|group| kill_process_group(group, signal));
}

/// Windows has no gentle way to end a program without a window.
#[cfg(not(unix))]
fn end(id: u32, _gently: bool) {
    // Where it fails, the command itself is ended all the same.
    let _ = Command::new("taskkill").args(["/T", "/F", "/PID", &id.to_string()]).output();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::Read;
    use std::process::Stdio;

    #[test]
    fn a_command_is_ended_with_what_it_started() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo started; wait"]).stdout(Stdio::piped());
        let mut group = Group::spawn(&mut command).unwrap();
        let mut out = group.child.stdout.take().unwrap();
        out.read_exact(&mut [0; 8]).unwrap();
        stop();
        assert!(!group.child.wait().unwrap().success());
        // Only when both are gone is the pipe closed.
        assert_eq!(out.read(&mut [0; 1]).unwrap(), 0);
        stop();
    }
}

//! A command with all that it starts, ended together.

use std::io;
use std::process::{Child, Command};

/// Lets the command lead a group of its own, to be ended as a whole.
#[cfg(unix)]
pub(super) fn of_its_own(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

/// Asks the whole group to end.
#[cfg(unix)]
pub(super) fn ask_to_end(child: &Child) {
    signal(child, rustix::process::Signal::TERM);
}

/// Ends the whole group. Its number is its leader's; it cannot belong to another as long as one of the group is alive, and
/// where none is, there is nobody to end.
#[cfg(unix)]
pub(super) fn end(child: &mut Child) -> io::Result<()> {
    signal(child, rustix::process::Signal::KILL);
    child.kill()
}

#[cfg(unix)]
fn signal(child: &Child, signal: rustix::process::Signal) {
    let group = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
    // A group that ended in between needs no signal.
    let _ = group.map(|group| rustix::process::kill_process_group(group, signal));
}

#[cfg(not(unix))]
pub(super) fn of_its_own(_: &mut Command) {}

/// Windows has no gentle way to end a program without a window.
#[cfg(not(unix))]
pub(super) fn ask_to_end(child: &Child) {
    let number = child.id().to_string();
    // Ends what the command started as well; where it fails, the command itself is ended all the same.
    let _ = Command::new("taskkill").args(["/T", "/F", "/PID", &number]).output();
}

#[cfg(not(unix))]
pub(super) fn end(child: &mut Child) -> io::Result<()> {
    child.kill()
}

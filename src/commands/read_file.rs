//! `keyaccount read-file`: the process that reads one file for another one of this program. Nobody calls it by hand.

use std::fs::File;
use std::io;

use crate::failure::{DONE, USAGE};
use crate::load;

/// The file is on standard input; what is in it goes to standard output.
pub(super) fn read_file(request: &str) -> u8 {
    let answered = streams().and_then(|(input, output)| load::serve(request, input, output));
    // Whoever asked sees the missing answer, and nobody else is listening.
    if answered.is_ok() { DONE } else { USAGE }
}

#[cfg(unix)]
fn streams() -> io::Result<(File, File)> {
    use std::os::fd::AsFd;
    let input = io::stdin().as_fd().try_clone_to_owned()?;
    let output = io::stdout().as_fd().try_clone_to_owned()?;
    Ok((input.into(), output.into()))
}

#[cfg(windows)]
fn streams() -> io::Result<(File, File)> {
    use std::os::windows::io::AsHandle;
    let input = io::stdin().as_handle().try_clone_to_owned()?;
    let output = io::stdout().as_handle().try_clone_to_owned()?;
    Ok((input.into(), output.into()))
}

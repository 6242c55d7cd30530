//! Arguments in, exit code out.

use std::process::ExitCode;

/// Half a million orders are millions of short texts: this allocator takes a fifth off the time and gives memory back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    keyaccount::commands::main(std::env::args_os())
}

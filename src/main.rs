//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    keyaccount::commands::main(std::env::args_os())
}

//! Publish: bytes in, the month's folder out, whole or not at all. Knows nothing of what the files say.

mod compare;
mod content;
mod describe;
mod digest;
mod earlier;
mod litter;
mod lock;
pub mod manifest;
mod newest;
pub mod probe;
mod prune;
mod stage;
mod standing;
mod status;

pub use compare::Files;
pub use content::{Content, Printed, content, months};
pub use describe::{Described, describe, inputs};
pub use digest::config_sha256;
pub use earlier::earlier;
pub use litter::{abandon, undisturbed};
pub use lock::Lock;
pub use manifest::Manifest;
pub use newest::newest;
pub use prune::{Prunable, prunable, remove};
pub(crate) use stage::{exchange, sync_folder};
pub use standing::{last_published, standing};
pub use status::{Changes, MonthState, State, status};

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::units::in_order;

/// The manifest's file name: a folder without one is not ours.
pub const MANIFEST: &str = "run.json";
/// The version of the program, as manifests state it.
pub const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");
/// The table that a later month compares with.
const CUSTOMERS: &str = "tables/customers.csv";

/// A file of the month's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Its name below the month's folder, with `/` between folders.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Writes the month's folder with its manifest, and puts it in place of the old one in a single step.
///
/// # Errors
/// When it cannot be written; then the old folder is as it was.
pub fn publish(output: &Path, _lock: &Lock, files: Vec<OutputFile>, manifest: &mut Manifest) -> Result<PathBuf, Failure> {
    let mut files = files;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    manifest.outputs = in_order(files.len(), |at| {
        let OutputFile { name, bytes } = &files[at];
        manifest::Output { file: name.clone(), sha256: digest::of_bytes(bytes) }
    });
    files.push(OutputFile { name: MANIFEST.to_owned(), bytes: manifest.to_bytes()? });
    stage::replace(output, &manifest.month, &files)
}

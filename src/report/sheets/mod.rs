//! The sheets of the workbook, one file each, in their order.

mod coverage;
mod credit;
mod customers;
mod dashboard;
mod data_quality;
mod evidence;
mod method;
mod restatement;
mod satisfaction;
mod segments;
mod travel_audit;

use super::Input;
use super::model::{Block, Sheet};

/// Every sheet, in the order of the tabs.
pub(super) fn all(input: &Input<'_>) -> Vec<Sheet> {
    vec![
        dashboard::sheet(input),
        customers::sheet(input),
        segments::sheet(input),
        credit::sheet(input),
        satisfaction::sheet(input),
        coverage::sheet(input),
        travel_audit::sheet(input),
        evidence::sheet(input),
        data_quality::sheet(input),
        restatement::sheet(input),
        method::sheet(input),
    ]
}

fn sheet(id: &'static str, name: &str, subtitle: &str, blocks: Vec<Block>) -> Sheet {
    Sheet { id, name: name.to_owned(), title: name.to_owned(), subtitle: subtitle.to_owned(), blocks }
}

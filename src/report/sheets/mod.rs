//! The sheets of the workbook, one file each, in their order.

mod backtest;
mod calendar;
mod calls;
mod coverage;
mod credit;
mod customer;
mod customers;
mod dashboard;
mod data_quality;
mod evidence;
mod explained;
mod findings;
mod method;
mod movers;
mod paths;
mod reconciliation;
mod restatement;
mod satisfaction;
mod segments;
mod travel_audit;
mod trips;
mod value;

use super::Input;
use super::model::{Block, Sheet};
use crate::tables::FrameError;

/// Every sheet that is written, in the order of the tabs.
///
/// # Errors
/// Only for a fault of the program.
pub(super) fn all(input: &Input<'_>) -> Result<Vec<Sheet>, FrameError> {
    let mut sheets = vec![
        dashboard::sheet(input),
        customers::sheet(input),
        customer::sheet(input),
        segments::sheet(input),
        paths::sheet(input),
        credit::sheet(input),
        satisfaction::sheet(input),
        coverage::sheet(input),
        calendar::sheet(input),
        calls::sheet(input),
        travel_audit::sheet(input),
        findings::sheet(input),
        trips::sheet(input),
        reconciliation::sheet(input),
        evidence::sheet(input),
        explained::sheet(input)?,
        data_quality::sheet(input),
        restatement::sheet(input),
    ];
    let left_out = &input.config.report.leave_out;
    sheets.retain(|sheet| left_out.iter().all(|key| key.code() != sheet.id));
    // Last, since it lists what the others have names for.
    let method = method::sheet(input, &sheets);
    sheets.push(method);
    Ok(sheets)
}

fn sheet(id: &'static str, name: &str, subtitle: &str, blocks: Vec<Block>) -> Sheet {
    Sheet { id, name: name.to_owned(), title: name.to_owned(), subtitle: subtitle.to_owned(), blocks }
}

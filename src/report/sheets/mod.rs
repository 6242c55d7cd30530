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
use crate::units::in_order;

type Build = fn(&Input<'_>) -> Result<Sheet, FrameError>;

/// Every sheet that is written, in the order of the tabs.
///
/// # Errors
/// Only for a fault of the program.
pub(super) fn all(input: &Input<'_>) -> Result<Vec<Sheet>, FrameError> {
    let all: [Build; 18] = [
        |i| Ok(dashboard::sheet(i)),
        |i| Ok(customers::sheet(i)),
        |i| Ok(customer::sheet(i)),
        |i| Ok(segments::sheet(i)),
        |i| Ok(paths::sheet(i)),
        |i| Ok(credit::sheet(i)),
        |i| Ok(satisfaction::sheet(i)),
        |i| Ok(coverage::sheet(i)),
        |i| Ok(calendar::sheet(i)),
        |i| Ok(calls::sheet(i)),
        |i| Ok(travel_audit::sheet(i)),
        |i| Ok(findings::sheet(i)),
        |i| Ok(trips::sheet(i)),
        |i| Ok(reconciliation::sheet(i)),
        |i| Ok(evidence::sheet(i)),
        explained::sheet,
        |i| Ok(data_quality::sheet(i)),
        |i| Ok(restatement::sheet(i)),
    ];
    // None asks for another.
    let mut sheets = in_order(all.len(), |at| all[at](input)).into_iter().collect::<Result<Vec<Sheet>, FrameError>>()?;
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

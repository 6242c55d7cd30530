//! What can go wrong while drawing.

use rust_xlsxwriter::XlsxError;

/// A report that could not be turned into bytes. Every variant but `Workbook` and `Picture` is a fault of the report
/// model, not of the reader's data.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] XlsxError),
    #[error("the parts of the workbook cannot be put together: {0}")]
    Package(#[from] zip::result::ZipError),
    #[error("chart `{chart}` cannot be drawn: {reason}")]
    Picture { chart: String, reason: String },
    #[error("the font compiled into the program cannot be read")]
    Font,
    #[error("sheet `{sheet}` shows chart `{chart}`, which the report does not have")]
    UnknownChart { sheet: String, chart: String },
    #[error("table `{table}`: row {row} has {cells} cells for {columns} columns")]
    RaggedTable { table: String, row: usize, cells: usize, columns: usize },
    #[error("what can be picked is not whole, or not alone on its sheet: `{what}`")]
    RaggedPicker { what: String },
    #[error("table `{table}` appears twice in the report")]
    RepeatedTable { table: String },
    #[error("chart `{chart}`: {what} has {found} figures for {expected} categories")]
    RaggedChart { chart: String, what: String, found: usize, expected: usize },
    #[error("the table for `{file}` cannot be written: {reason}")]
    Csv { file: String, reason: String },
}

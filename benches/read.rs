//! Reading alone, beside what it stands on: inflating an xlsx, and running over the bytes of a csv.
//!
//! `ROWS` orders of ten columns as Excel writes them: shared strings, dates by style, amounts with two decimals.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use divan::Bencher;
use keyaccount::load::{self, Cell, Consumer, InputFile, Limits, Problem};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const ROWS: u32 = 200_000;
const HEADERS: [&str; 10] = ["订单号", "日期", "客户", "产品", "数量", "单价", "金额", "应收日期", "实收日期", "区域"];

fn main() {
    divan::main();
}

/// The same orders as xlsx and as csv, made once.
struct Orders {
    _folder: tempfile::TempDir,
    xlsx: PathBuf,
    csv: PathBuf,
}

fn orders() -> &'static Orders {
    static ORDERS: OnceLock<Orders> = OnceLock::new();
    ORDERS.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (xlsx, csv) = (folder.path().join("orders.xlsx"), folder.path().join("orders.csv"));
        write(&xlsx, &csv).expect("the orders");
        Orders { _folder: folder, xlsx, csv }
    })
}

fn write(xlsx: &Path, csv: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let mut text = std::io::BufWriter::new(File::create(csv)?);
    let date = Format::new().set_num_format("yyyy-mm-dd");
    HEADERS.iter().zip(0..).try_for_each(|(header, col)| sheet.write(0, col, *header).map(|_| ()))?;
    writeln!(text, "{}", HEADERS.join(","))?;
    for row in 1..=ROWS {
        let (customer, product) = (format!("客户{:04}有限公司", row * 7919 % 2000), format!("阀门{:03}", row * 31 % 120));
        let (id, region) = (format!("SO{row:08}"), ["华东", "华南", "华北", "西南"][row as usize % 4]);
        let (quantity, price) = (f64::from(row % 200), f64::from(row * 37 % 90_000) / 100.0);
        let amount = (quantity * price * 100.0).round() / 100.0;
        let days = [45_000 + row % 700, 45_030 + row % 700, 45_040 + row % 700];
        for (text, col) in [(&id, 0), (&customer, 2), (&product, 3)] {
            sheet.write(row, col, text.as_str())?;
        }
        sheet.write(row, 9, region)?;
        for (number, col) in [(quantity, 4), (price, 5), (amount, 6)] {
            sheet.write(row, col, number)?;
        }
        for (day, col) in days.into_iter().zip([1, 7, 8]) {
            sheet.write_with_format(row, col, ExcelDateTime::from_serial_datetime(day)?, &date)?;
        }
        let [ordered, due, paid] = days.map(|day| format!("2024-{:02}-{:02}", 1 + day % 12, 1 + day % 28));
        writeln!(text, "{id},{ordered},{customer},{product},{quantity},{price},{amount},{due},{paid},{region}")?;
    }
    book.save(xlsx)?;
    Ok(text.flush()?)
}

/// Looks at every cell and keeps nothing.
#[derive(Default)]
struct Count(usize);

impl Consumer for Count {
    fn begin_sheet(&mut self, _: usize, _: &str) {}

    fn row(&mut self, _: u32, cells: &[Cell<'_>]) {
        self.0 += black_box(cells).len();
    }

    fn end_sheet(&mut self, problem: Option<Problem>) {
        assert!(problem.is_none(), "{problem:?}");
    }
}

fn read(path: &Path, fast_lane: bool) -> usize {
    let meta = std::fs::metadata(path).expect("the file is there");
    let file = InputFile { path: path.to_owned(), name: "orders".to_owned(), bytes: meta.len(), modified: meta.modified().ok() };
    let mut count = Count::default();
    let mut limits = Limits::default();
    limits.fast_lane = fast_lane;
    let answer = load::read(&file, &limits, &mut count);
    assert!(answer.problem.is_none(), "{:?}", answer.problem);
    count.0
}

/// What no reader of an xlsx can do without.
#[divan::bench(sample_count = 10)]
fn inflating_alone(bencher: Bencher) {
    let path = &orders().xlsx;
    bencher.bench_local(|| {
        let mut archive = zip::ZipArchive::new(BufReader::new(File::open(path).expect("open"))).expect("an archive");
        let mut buffer = vec![0; 1 << 18];
        let mut bytes = 0;
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).expect("an entry");
            loop {
                match entry.read(&mut buffer).expect("inflates") {
                    0 => break,
                    got => bytes += got,
                }
            }
        }
        bytes
    });
}

#[divan::bench(sample_count = 10)]
fn xlsx_by_the_scanner(bencher: Bencher) {
    let path = &orders().xlsx;
    bencher.bench_local(|| read(path, true));
}

#[divan::bench(sample_count = 5)]
fn xlsx_by_the_library(bencher: Bencher) {
    let path = &orders().xlsx;
    bencher.bench_local(|| read(path, false));
}

#[divan::bench(sample_count = 10)]
fn csv(bencher: Bencher) {
    let path = &orders().csv;
    bencher.bench_local(|| read(path, true));
}

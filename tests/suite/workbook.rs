//! What the workbook says of small worlds, read back and compared with figures that were computed by hand.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use calamine::{Data, Reader, Xlsx, open_workbook};
use tempfile::TempDir;

use crate::common::{keyaccount, shared};

type Rows = Vec<Vec<String>>;

/// A folder to run in, with its workbook made once for each language asked for.
struct World(TempDir);

impl World {
    fn new(files: &[(&str, &str)]) -> Self {
        let world = World(shared());
        fs::create_dir(world.0.path().join("input")).unwrap();
        for (name, text) in files {
            fs::write(world.0.path().join(name), text).unwrap();
        }
        world
    }

    fn path(&self, lang: &str) -> PathBuf {
        self.0.path().join(lang).join("2026-09/review.xlsx")
    }

    fn run(self, lang: &str) -> Self {
        let ran = keyaccount(self.0.path())
            .args([
                "run",
                "--config",
                "config.toml",
                "--lang",
                lang,
                "--month",
                "2026-09",
                "--no-progress",
                "-q",
                "--output",
                lang,
            ])
            .output()
            .unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        self
    }

    fn book(&self, lang: &str) -> Book {
        Book(open_workbook(self.path(lang)).unwrap())
    }
}

struct Book(Xlsx<std::io::BufReader<fs::File>>);

impl Book {
    fn rows(&mut self, sheet: &str) -> Rows {
        let range = self.0.worksheet_range(sheet).unwrap();
        let shown = |cell: &Data| match cell {
            Data::DateTime(day) => day.as_datetime().unwrap().date().to_string(),
            Data::Float(x) => format!("{}", (x * 1e4).round() / 1e4),
            other => other.to_string(),
        };
        // The first column is the margin, which is left out where it is empty throughout.
        let margin = usize::from(range.start().unwrap().1 == 0);
        range.rows().map(|row| row.iter().skip(margin).map(shown).collect()).collect()
    }

    /// The row of a table that begins so, below the table's heading; empty cells at its end are left out.
    fn row(&mut self, sheet: &str, heading: &str, first: &str) -> Vec<String> {
        let rows = self.rows(sheet);
        let at = rows.iter().position(|r| r[0] == heading).unwrap_or_else(|| panic!("no `{heading}` in {sheet}: {rows:#?}"));
        let found = rows[at..].iter().find(|r| r[0] == first);
        let mut row = found.unwrap_or_else(|| panic!("no `{first}` below `{heading}`: {:#?}", &rows[at..])).clone();
        while row.last().is_some_and(String::is_empty) {
            row.pop();
        }
        row
    }
}

/// Alpha needs 1,000,000 a year and bought 600,000 up to August (200,000 of it in September 2025), 400,000 up to September.
/// Beta needs 100,000 and bought 60,000: three invoices, the third of them due and paid in September. Gamma only makes September
/// a month with orders.
static MOVERS: LazyLock<World> = LazyLock::new(|| {
    World::new(&[
        ("config.toml", ""),
        ("input/customers.csv", "customer,annual_demand,stage,owner\nAlpha,1000000,established,Ann\nBeta,100000,established,\n"),
        (
            "input/orders.csv",
            "order_id,date,customer,amount,due_on,paid_on\n\
             1,2025-09-10,Alpha,200000,2025-10-10,2025-10-10\n\
             2,2026-03-05,Alpha,400000,2026-04-05,2026-04-05\n\
             3,2026-06-05,Beta,20000,2026-07-05,2026-07-05\n\
             4,2026-07-06,Beta,20000,2026-08-05,2026-08-05\n\
             5,2026-08-05,Beta,20000,2026-09-05,2026-09-05\n\
             6,2026-09-02,Gamma,100,2026-10-02,\n",
        ),
        ("input/visits.csv", "visit_id,date,customer,salesperson,trip_id\nv1,2026-05-04,Alpha,Ann,\nv2,2026-06-03,Beta,Bob,T1\n"),
        ("input/expenses.csv", "expense_id,date,employee,category,amount,trip_id\ne1,2026-06-03,Bob,hotel,500,T1\n"),
        ("input/callbacks.csv", "callback_id,date,customer,overall_rating\nk1,2026-09-25,Alpha,5\nk2,2026-08-01,Beta,3\n"),
    ])
    .run("en")
    .run("zh")
});

/// 600,000 of 1,000,000 is 60 %, 400,000 is 40 %: Alpha falls from core to opportunity, 10 points below the line. Beta has its
/// third invoice: (80 x 50 + 100 x 20 + 100 x 15) / 85 = 88.2, grade A. As-of is 30 September 2026; filed within 8 and 9
/// October, verified within 10 (a Saturday that is worked), 12 and 13 October.
#[test]
fn a_mover_with_its_reason_and_a_change_request_with_its_days() {
    let mut book = MOVERS.book("en");
    assert_eq!(
        book.row("Segments", "Who moved, and why", "Alpha"),
        [
            "Alpha",
            "Ann",
            "Segment",
            "Core",
            "Opportunity",
            "400000",
            "10.0 points of share short of the cut-off",
            "Our share fell from 60.0 % to 40.0 % (cut-off 50.0 %): sales went from 600k to 400k, its volume stayed at 1.0m"
        ]
    );
    assert_eq!(book.row("Segments", "Segments since last month", "Core"), ["Core", "", "1"]);
    let request = book.row("Credit", "Change requests: grades that changed since last month", "Beta");
    let reason = "It has 3 invoices now, before 2; a grade takes 3";
    assert_eq!(request, ["Beta", "unrated", "A", "–", "88.2353", "2026-10-09", "2026-10-13", "0", "0", reason]);
    // Gamma's 100 are all that is open, not due yet: 100 / 460,100 x 365 = 0.0793 days.
    let total = book.row("Credit", "Credit by customer", "Total");
    assert_eq!(total[8..], ["100", "0", "", "", "0.0793", "0.0793", "0"]);
    let mut zh = MOVERS.book("zh");
    let moved = zh.row("客户分类", "变动的客户及原因", "Alpha");
    assert_eq!(moved[6], "份额距界线还差10.0个百分点");
    assert_eq!(moved[7], "我方份额由60.0%降至40.0%（界线50.0%）：销售额由60.0万变为40.0万，需求量仍为100万");
    assert_eq!(zh.row("信用", "信用等级变更申请", "Beta")[9], "现有发票3张（上月2张），评级需3张");
    // The strip of months ends with where they stand now.
    let path = book.row("Class history", "Segment, month by month", "Alpha");
    assert_eq!(path[path.len() - 2..], ["C", "O"]);
}

/// Two visits are older than 30 days at as-of; the order of 5 June follows that of 3 June. Base: Alpha 4 of 47 weeks without a
/// visit (Mondays 9 February to 2 March before the order of 5 March), Beta 9 of 13 (8 June to 3 August of 8 June to 31
/// August): (4/47 + 9/13) / 2 = 0.388707; 50 % are 11.1 points more. 500 over two visits is 250, over one order 500.
#[test]
fn the_value_of_visits() {
    let mut book = MOVERS.book("en");
    let row = book.row("Coverage", "What visits were followed by", "2025-10 – 2026-09");
    assert_eq!(row, ["2025-10 – 2026-09", "2", "0.5", "0.0945", "0.9055", "0", "0.5", "0.3887", "11.1293", "250", "500"]);
    let told = book.rows("Coverage").concat().join("\n");
    let sentence = "An order followed 50.0 % of visits within 30 days; in weeks without a visit the same customers ordered in \
                    38.9 %: a difference of 11.1 points.";
    assert!(told.contains(sentence), "{told}");
    // The owner of the master, or who was there last: Ann owes two visits and, as Alpha is key, four calls, of which the week
    // of 25 September is met; Bob owes one of each.
    let owners = "Due and met by owner";
    assert_eq!(book.row("Coverage", owners, "Ann"), ["Ann", "1", "2", "0", "0", "4", "1", "0.25", "0"]);
    assert_eq!(book.row("Coverage", owners, "Bob"), ["Bob", "1", "1", "0", "0", "1", "0", "0", "1"]);
}

/// October 2026 has the weeks of 1, 8, 15, 22 and 29 October: five calls of Alpha, a key customer, the first by 25 September
/// plus 7 days. Beta is owed one, by 1 August plus 31 days, which is past. Either missed its visits of September.
/// The first to the seventh are the National Day holidays: the first working day is the eighth.
#[test]
fn the_call_list_by_what_is_at_stake() {
    let mut book = MOVERS.book("en");
    let rows = book.rows("Call list");
    let at = rows.iter().position(|r| r[0] == "Alpha").unwrap();
    assert_eq!(
        rows[at][..9],
        [
            "Alpha",
            "Ann",
            "Opportunity",
            "5",
            "2026-10-08",
            "2",
            "2026-10-15",
            "0 of 2 visits made this month; bought less than half of its monthly average",
            "1000000"
        ]
    );
    assert_eq!(
        rows[at + 1][..9],
        [
            "Beta",
            "Bob",
            "Support",
            "1",
            "2026-10-08",
            "1",
            "2026-10-15",
            "Last called 2026-08-01, 60 days before the month's end; 0 of 1 visits made this month; \
             bought less than half of its monthly average",
            "100000"
        ]
    );
    assert_eq!(rows[at + 2][..8], ["Gamma", "", "Unclassified", "1", "2026-10-08", "0", "", "Never called"]);
    assert_eq!(rows[at + 3][..6], ["Total", "", "", "7", "", "3"]);
    // One rating each: too few to rank anybody. Beta's 3 against a company mean of 4: (1 x 3 + 5 x 4) / 6 = 3.8333.
    let beta = book.row("Satisfaction", "Satisfaction by customer", "Beta");
    assert_eq!(beta[..3], ["Beta", "too few", "1"]);
    assert_eq!(beta[6..11], ["3", "4", "0.1667", "3.8333", "70.8333"]);
}

/// At the end of August Good (always on the day) has 88.2 points and Bad (60 days late once) (40 x 50 + 100 x 15) / 85 = 41.2.
/// In September fall due two invoices of Good, both paid on the day, and two of Bad, one of them 15 days late. Of the three
/// pairs of the late one with a prompt one two are told right and one is a tie: AUC 2.5 / 3. Below Good's score lie all late
/// and a third of the prompt ones: KS 2/3. Bad has risen to C since: PSI 2 x 0.25 x ln 3 = 0.5493. Late: A 0 of 2, D 1 of 2.
#[test]
fn a_month_of_the_backtest() {
    let world = World::new(&[
        ("config.toml", "[credit]\nmin_invoices = 1\nbacktest_invoices = 4\n"),
        (
            "input/orders.csv",
            "order_id,date,customer,amount,due_on,paid_on\n\
             1,2026-05-30,Good,1000,2026-06-30,2026-06-30\n\
             2,2026-05-01,Bad,1000,2026-06-01,2026-07-31\n\
             3,2026-08-10,Good,1000,2026-09-10,2026-09-10\n\
             4,2026-08-20,Good,1000,2026-09-20,2026-09-20\n\
             5,2026-08-10,Bad,1000,2026-09-10,2026-09-25\n\
             6,2026-08-15,Bad,1000,2026-09-15,2026-09-15\n\
             7,2026-09-02,Other,10,2026-10-02,\n",
        ),
    ])
    .run("en")
    .run("zh");
    let mut book = world.book("en");
    let heading = "Backtest: each month's grades against what was paid afterwards";
    let row = book.row("Credit", heading, "2026-08");
    assert_eq!(row[..4], ["2026-08", "4", "1", "0.25"]);
    assert_eq!(row[4..10], ["0.8333", "0.8333", "0.6667", "yes", "0.5493", "shifted"]);
    // At the end of May no invoice had fallen due yet: nobody was graded.
    assert_eq!(book.row("Credit", heading, "2026-05")[4], "–");
    let remark = book.row("Credit", heading, "2026-05").pop().unwrap();
    assert_eq!(remark, "too little to say: 0 of at least 4 invoices");
    let grades = "Grades of 2026-08 against what was paid afterwards";
    assert_eq!(book.row("Credit", grades, "D")[..5], ["D", "1", "2", "1", "0.5"]);
    assert_eq!(book.row("Credit", grades, "A")[..5], ["A", "1", "2", "0", "0"]);
    let remark = world.book("zh").row("信用", "回溯检验：各月等级与其后的付款情况", "2026-05").pop().unwrap();
    assert_eq!(remark, "数据不足：发票0张，至少需4张");
}

//! Analyse: tables in, one plain result per topic out. Knows no files, no languages, no Excel.

pub mod answers;
pub mod backtest;
mod beyond_terms;
pub mod call_list;
pub mod change_requests;
pub mod classify;
pub mod coverage;
pub mod credit;
pub mod distance;
pub mod history;
mod ledger;
pub mod movement;
pub mod orders;
pub mod period;
pub mod restatement;
pub mod satisfaction;
pub mod settlement;
pub mod statistics;
pub mod trace;
pub mod travel;
pub mod visit_value;

use rustc_hash::FxHashMap;

pub use answers::Answers;
pub use backtest::Backtest;
pub use call_list::{Call, Duty, Why};
pub use change_requests::ChangeRequest;
pub use classify::{Abc, Class, Cuts, Segment, Tier};
pub use coverage::Coverage;
pub use credit::{CreditResult, Grade};
pub use history::{History, MonthEnd, Standing};
pub use movement::Movement;
pub use orders::SalesCube;
pub use period::Period;
pub use restatement::Restatement;
pub use satisfaction::Satisfaction;
pub use trace::Trace;
pub use travel::{Travel, Trip};

use crate::config::Config;
use crate::tables::{CustomerCard, FrameError, PartyIx, TableId, Tables};
use crate::units::{Money, Month, both, in_chunks};
use ledger::Ledger;

/// Which parts of the input are there at all: what needs a missing one says so, it never shows a zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Availability {
    pub master: bool,
    pub visits: bool,
    pub expenses: bool,
    pub callbacks: bool,
    /// Some orders state when or how much was paid.
    pub payments: bool,
    pub ratings: bool,
    pub referrals: bool,
    pub complaints: bool,
}

/// Everything known of one customer in the review month.
#[derive(Debug, Clone)]
pub struct CustomerReview {
    pub party: PartyIx,
    pub region: Option<String>,
    /// The owner of the master.
    pub owner: Option<String>,
    /// Who looks after it: the owner, otherwise the salesperson of the newest visit.
    pub caretaker: Option<String>,
    pub stage: Option<String>,
    pub credit_limit: Option<Money>,
    pub sales_month: Money,
    pub sales_last_month: Money,
    pub sales_window: Money,
    /// The 12 months before the window.
    pub sales_before: Money,
    /// Sales have outgrown the stated demand: the estimate is stale.
    pub stale_demand: bool,
    pub class: Class,
    pub class_before: Class,
    /// Its classes and grade at the end of each month of the history, oldest first.
    pub path: Vec<Option<Standing>>,
    pub credit: CreditResult,
    pub credit_before: CreditResult,
    pub satisfaction: satisfaction::CustomerSatisfaction,
    pub coverage: coverage::CustomerCoverage,
    pub travel: travel::CustomerTravel,
}

/// The result of the analysis.
#[derive(Debug)]
pub struct Review {
    pub period: Period,
    pub available: Availability,
    /// Customers in the order of their keys.
    pub customers: Vec<CustomerReview>,
    pub sales: SalesCube,
    pub movement: Movement,
    /// Whether the orders reach back to the month before: where they do not, nobody knows who stood where.
    pub before_known: bool,
    /// The cut-offs of the month before and of now.
    pub cuts: (Cuts, Cuts),
    /// The months of the history, oldest first.
    pub months: Vec<Month>,
    /// What all customers together owed too long at the end of each of these months; unknown before the first order and without
    /// payments in the input.
    pub overdue: Vec<Option<Money>>,
    pub backtest: Backtest,
    pub satisfaction: Satisfaction,
    pub coverage: Coverage,
    /// A request for every grade that changed since the month before.
    pub change_requests: Vec<ChangeRequest>,
    /// Who must be seen or called next month.
    pub calls: Vec<Call>,
    pub travel: Travel,
}

impl Review {
    /// Where a customer stood the month before: its classes and how it paid; nothing where the orders do not reach back that far.
    #[must_use]
    pub fn before<'a>(&self, customer: &'a CustomerReview) -> Option<(&'a Class, &'a CreditResult)> {
        self.before_known.then_some((&customer.class_before, &customer.credit_before))
    }

    /// The customers that were core the month before.
    pub fn core_before(&self) -> impl Iterator<Item = &CustomerReview> {
        self.customers.iter().filter(|c| self.before(c).is_some_and(|(class, _)| class.segment == Segment::Core))
    }

    /// The review of one customer; every party up to as-of has one.
    #[must_use]
    pub fn customer(&self, party: PartyIx) -> Option<&CustomerReview> {
        self.customers.binary_search_by_key(&party, |c| c.party).ok().map(|at| &self.customers[at])
    }
}

/// Analyses the tables as of a period, with the whole history of the configuration.
///
/// # Errors
/// Only for a fault of the program.
pub fn analyse(tables: &Tables, period: Period, config: &Config) -> Result<Review, FrameError> {
    over(tables, period, config, config.history_months)
}

/// The same with no more history than the results need: for earlier months, of which only the findings are wanted.
///
/// # Errors
/// Only for a fault of the program.
pub fn analyse_briefly(tables: &Tables, period: Period, config: &Config) -> Result<Review, FrameError> {
    // With a band at the cut-offs a class depends on those before it.
    over(tables, period, config, if config.classify.is_banded() { config.history_months } else { 2 })
}

fn over(tables: &Tables, period: Period, config: &Config, history_months: u32) -> Result<Review, FrameError> {
    let available = availability(tables);
    let (ledger, regions) = both(|| Ledger::new(tables), || orders::regions(tables));
    let ledger = ledger?;
    let sales = SalesCube::new(&ledger, regions?, period.as_of);
    let cards: FxHashMap<PartyIx, &CustomerCard> = tables.customers.iter().rev().map(|c| (c.party, c)).collect();
    let scope = in_scope(tables, &sales, period);
    let travel = Travel::new(tables, period);
    let before = period.before();

    let sight = history::Sight { tables, scope: &scope, cards: &cards, sales: &sales, config };
    let history = History::new(&sight, ledger, period, history_months);
    let (now, last) = (history.now(), history.before());
    let days = orders::order_days(&history.ledger, period.as_of);
    let (backtest, (satisfaction, coverage)) = both(
        || Backtest::new(&history, period, config),
        || {
            let coverage = Coverage::new(tables, &scope, &cards, &now.classes, &sales, days, travel.allocated(), period, config);
            (Satisfaction::new(tables, period, config), coverage)
        },
    );

    let visitors = coverage::newest_visitors(tables, period.as_of);
    let customers = in_chunks(scope.len(), |i| {
        let party = scope[i];
        let card = cards.get(&party);
        let class = now.classes[i].clone();
        CustomerReview {
            party,
            region: card.and_then(|c| c.region.clone()).or_else(|| sales.region(party)),
            owner: card.and_then(|c| c.owner.clone()),
            caretaker: card.and_then(|c| c.owner.clone()).or_else(|| visitors.get(&party).map(|v| (*v).to_owned())),
            stage: card.and_then(|c| c.stage.clone()),
            credit_limit: card.and_then(|c| c.credit_limit),
            sales_month: sales.in_months(party, period.month, period.month),
            sales_last_month: sales.in_months(party, before.month, before.month),
            sales_window: sales.in_months(party, period.window_first, period.month),
            sales_before: sales.in_months(party, period.window_first.plus(-period.window_months()), period.window_first.plus(-1)),
            stale_demand: class.demand.is_some_and(|d| class.sales > d),
            class,
            class_before: last.classes[i].clone(),
            path: history.path(i),
            credit: history.credit_now[i].clone(),
            credit_before: history.credit_before[i].clone(),
            satisfaction: satisfaction.customer(party, config),
            coverage: coverage.customers[i],
            travel: travel.customer(party, sales.in_months(party, period.window_first, period.month)),
        }
    });
    let before_known = sales.earliest().is_some_and(|first| first <= before.month);
    // Before the first order of all nobody stood anywhere: the tables for programs compute it all the same, people are not asked
    // to act on it.
    let comparable: &[CustomerReview] = if before_known { &customers } else { &[] };
    let movement = Movement::new(&customers);
    let calls = call_list::call_list(&customers, period, available.callbacks, config);
    let change_requests = change_requests::change_requests(comparable, period, config);
    let cuts = (last.cuts, now.cuts);
    let months = history.months.iter().map(|end| end.period.month).collect();
    let overdue = history.overdue();
    Ok(Review {
        period,
        available,
        customers,
        sales,
        movement,
        before_known,
        cuts,
        months,
        overdue,
        backtest,
        satisfaction,
        coverage,
        change_requests,
        calls,
        travel,
    })
}

fn availability(tables: &Tables) -> Availability {
    use crate::tables::{callbacks, visits};
    let any = |pairs: &[(TableId, &str)]| pairs.iter().any(|(table, column)| tables.has_column(*table, column));
    Availability {
        master: tables.has(TableId::Customers),
        visits: tables.has(TableId::Visits),
        expenses: tables.has(TableId::Expenses),
        callbacks: tables.has(TableId::Callbacks),
        payments: tables.sources.sheets().iter().any(credit::states_payments),
        ratings: any(&[(TableId::Callbacks, callbacks::OVERALL_RATING), (TableId::Visits, visits::SATISFACTION)]),
        referrals: any(&[(TableId::Callbacks, callbacks::REFERRAL), (TableId::Visits, visits::REFERRAL)]),
        complaints: any(&[(TableId::Callbacks, callbacks::COMPLAINT_CATEGORY)]),
    }
}

/// Customers of the master, and those with a record up to as-of: who first appears later does not exist yet.
fn in_scope(tables: &Tables, sales: &SalesCube, period: Period) -> Vec<PartyIx> {
    let mut known = vec![false; tables.parties.len()];
    let mut mark = |party: PartyIx| known[party.at()] = true;
    tables.customers.iter().for_each(|c| mark(c.party));
    tables.visits.iter().filter(|v| v.date <= period.as_of).for_each(|v| mark(v.party));
    tables.callbacks.iter().filter(|c| c.date <= period.as_of).for_each(|c| mark(c.party));
    sales.parties().for_each(&mut mark);
    tables.parties.iter().map(|(ix, _)| ix).filter(|ix| known[ix.at()]).collect()
}

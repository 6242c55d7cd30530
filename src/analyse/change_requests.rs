//! Change requests for credit grades (信用等级变更申请): one for every grade that changed since the month before, with the days
//! by which it is to be filed and verified (domain.md section 3).

use chrono::NaiveDate;

use super::credit::Grade;
use super::{CustomerReview, Period};
use crate::config::Config;

/// One request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeRequest {
    /// Position of the customer in the review.
    pub customer: usize,
    pub from: Grade,
    pub to: Grade,
    /// So many working days after as-of; `None` where the calendar does not know every day up to then.
    pub file_by: Option<NaiveDate>,
    /// So many working days after that.
    pub verify_by: Option<NaiveDate>,
}

/// A request for every grade that changed, worse grades first, then the largest sales of the window, ties by customer key.
#[must_use]
pub fn change_requests(customers: &[CustomerReview], period: Period, config: &Config) -> Vec<ChangeRequest> {
    let calendar = config.calendar.calendar();
    let file_by = calendar.plus_working_days(period.as_of, config.credit.file_days);
    let verify_by = file_by.and_then(|day| calendar.plus_working_days(day, config.credit.verify_days));
    let mut requests: Vec<ChangeRequest> = customers
        .iter()
        .enumerate()
        .filter(|(_, c)| c.credit.grade != c.credit_before.grade)
        .map(|(customer, c)| ChangeRequest { customer, from: c.credit_before.grade, to: c.credit.grade, file_by, verify_by })
        .collect();
    let worse = |r: &ChangeRequest| r.to > r.from;
    requests.sort_by(|a, b| {
        let sales = |r: &ChangeRequest| customers[r.customer].sales_window;
        worse(b).cmp(&worse(a)).then(sales(b).cmp(&sales(a))).then(a.customer.cmp(&b.customer))
    });
    requests
}

#[cfg(test)]
mod tests {
    use crate::analyse::{self, Grade, Period};
    use crate::rules::testing::World;

    /// Three invoices make a grade: two before September 2026, the third due and paid in it. Paid on the day, nothing overdue, no
    /// limit: (80 x 50 + 100 x 20 + 100 x 15) / 85 = 88.2, grade A.
    fn world(month: &str) -> World {
        World::month(month).orders(&[
            "order_id,date,customer,amount,due_on,paid_on",
            "1,2026-06-01,Graded,1000,2026-07-01,2026-07-01",
            "2,2026-06-02,Graded,1000,2026-07-02,2026-07-02",
            "3,2026-08-03,Graded,1000,2026-09-03,2026-09-03",
            "4,2026-06-01,Same,1000,2026-07-01,2026-07-01",
        ])
    }

    /// As-of is Wednesday, 30 September 2026; National Day lasts to the 7th, Saturday the 10th is worked. Filed within two
    /// working days: 8 and 9 October, so by Friday the 9th. Verified within three: 10 (make-up), 12 and 13, so by Tuesday the
    /// 13th.
    #[test]
    fn the_days_leave_out_holidays_and_count_make_up_days() {
        let config = crate::config::Config::default();
        let period = Period::new("2026-09".parse().unwrap(), 12);
        let review = analyse::analyse(&world("2026-09").tables(), period, &config).unwrap();
        let [request] = review.change_requests[..] else { panic!("{:?}", review.change_requests) };
        assert_eq!((request.from, request.to), (Grade::Unrated, Grade::A));
        let day = |d: Option<chrono::NaiveDate>| d.map(|d| d.to_string());
        assert_eq!(day(request.file_by).as_deref(), Some("2026-10-09"));
        assert_eq!(day(request.verify_by).as_deref(), Some("2026-10-13"));
    }

    /// Two working days after 31 December 2026 lie in a year whose holidays are not known.
    #[test]
    fn a_year_without_calendar_has_no_days() {
        let config = crate::config::Config::default();
        let period = Period::new("2026-12".parse().unwrap(), 12);
        let world = World::month("2026-12").orders(&[
            "order_id,date,customer,amount,due_on,paid_on",
            "1,2026-11-01,Graded,1000,2026-12-01,2026-12-01",
            "2,2026-11-02,Graded,1000,2026-12-02,2026-12-02",
            "3,2026-11-03,Graded,1000,2026-12-03,2026-12-03",
        ]);
        let review = analyse::analyse(&world.tables(), period, &config).unwrap();
        let [request] = review.change_requests[..] else { panic!("{:?}", review.change_requests) };
        assert_eq!((request.file_by, request.verify_by), (None, None));
    }
}

//! `[calendar]`: a company's own holidays and working days, beside those that are shipped (domain.md section 6, EXP008).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Day;
use crate::calendar::Calendar;

/// The longest holiday an entry may span: a slip of the year is not one of 366 days.
const LONGEST: i64 = 31;

/// One holiday: a day, or the days up to `until`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    pub day: Day,
    /// Last day of it; left out, it is one day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// What it is called: a name, or one of the codes `new_year`, `spring_festival`, `tomb_sweeping`, `labour_day`, `dragon_boat`,
    /// `mid_autumn`, `national_day`.
    pub name: String,
}

impl Holiday {
    fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let until = self.until.unwrap_or(self.day).0;
        self.day.0.iter_days().take_while(move |d| *d <= until)
    }
}

/// Entries that add to the shipped calendar of mainland China, or override it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CalendarDays {
    /// More days off.
    pub holidays: Vec<Holiday>,
    /// More working days: weekend days that are worked, or days of the shipped calendar that are no holiday here.
    pub working_days: Vec<Day>,
    /// Years whose holidays are all entered here, beyond those that are shipped.
    pub years: Vec<i32>,
}

impl CalendarDays {
    /// The calendar in force.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        let holidays = self.holidays.iter().flat_map(|h| h.days().map(|day| (day, h.name.clone())));
        Calendar::china().with(holidays, self.working_days.iter().map(|d| d.0), self.years.iter().copied())
    }

    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut off = BTreeSet::new();
        for (at, holiday) in self.holidays.iter().enumerate() {
            let length = holiday.until.map_or(1, |until| (until.0 - holiday.day.0).num_days() + 1);
            if !(1..=LONGEST).contains(&length) {
                faults.push(format!("calendar.holidays[{at}].until: must be the first day or at most {LONGEST} days with it"));
                continue;
            }
            if holiday.name.trim().is_empty() {
                faults.push(format!("calendar.holidays[{at}].name: must not be empty"));
            }
            off.extend(holiday.days());
        }
        for (at, day) in self.working_days.iter().enumerate().filter(|(_, day)| off.contains(&day.0)) {
            faults.push(format!("calendar.working_days[{at}]: {day} is also one of calendar.holidays"));
        }
        for (at, year) in self.years.iter().enumerate().filter(|(_, year)| !(1990..=2199).contains(*year)) {
            faults.push(format!("calendar.years[{at}]: {year} must be 1990 to 2199"));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use crate::calendar::DayKind;
    use crate::config::parse;

    #[test]
    fn a_year_is_entered_as_its_notice_says() {
        let config = parse(
            "t",
            "[calendar]\nyears = [2027]\nworking_days = [2027-02-20]\n\
             holidays = [{ day = 2027-02-05, until = 2027-02-11, name = \"spring_festival\" }, { day = \"2027-06-01\", name = \"司庆\" }]\n",
        )
        .unwrap();
        let calendar = config.calendar.calendar();
        let kind = |text: &str| calendar.kind(text.parse().unwrap());
        assert_eq!((kind("2027-02-04"), kind("2027-02-12")), (DayKind::Workday, DayKind::Workday));
        assert_eq!(
            (kind("2027-02-05"), kind("2027-02-11")),
            (DayKind::Holiday("spring_festival"), DayKind::Holiday("spring_festival"))
        );
        assert_eq!((kind("2027-02-20"), kind("2027-06-01")), (DayKind::MakeUp, DayKind::Holiday("司庆")));
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_its_key() {
        for (text, key) in [
            ("holidays = [{ day = 2027-02-05, until = 2027-02-04, name = \"x\" }]", "calendar.holidays[0].until"),
            ("holidays = [{ day = 2027-02-05, until = 2028-02-05, name = \"x\" }]", "calendar.holidays[0].until"),
            ("holidays = [{ day = 2027-02-05, name = \" \" }]", "calendar.holidays[0].name"),
            ("working_days = [2027-02-05]\nholidays = [{ day = 2027-02-05, name = \"x\" }]", "calendar.working_days[0]"),
            ("years = [27]", "calendar.years[0]"),
        ] {
            let error = parse("t", &format!("[calendar]\n{text}\n")).unwrap_err().to_string();
            assert!(error.contains(key), "{text}: {error}");
        }
    }
}

//! `[policy]`: the travel policy that the audit rules share (domain.md section 6).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Amount, CityTier, Day, Hours, PartDays, TimeOfDay};
use crate::units::Money;

/// Living costs a day (hotel, meals, local transport) by grade.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DayRates {
    pub salesperson: Amount,
    pub merchandiser: Amount,
    pub supervisor: Amount,
    pub manager: Amount,
    pub director: Amount,
}

impl Default for DayRates {
    fn default() -> Self {
        DayRates {
            salesperson: Amount::whole(230),
            merchandiser: Amount::whole(230),
            supervisor: Amount::whole(260),
            manager: Amount::whole(260),
            director: Amount::whole(360),
        }
    }
}

impl DayRates {
    /// The grades that have a rate.
    pub const GRADES: [&'static str; 5] = ["salesperson", "merchandiser", "supervisor", "manager", "director"];

    /// The rate of a grade (its code); `None` for a grade the policy does not know.
    #[must_use]
    pub fn of(&self, grade: &str) -> Option<Amount> {
        match grade {
            "salesperson" => Some(self.salesperson),
            "merchandiser" => Some(self.merchandiser),
            "supervisor" => Some(self.supervisor),
            "manager" => Some(self.manager),
            "director" => Some(self.director),
            _ => None,
        }
    }
}

/// From how many days on a trip needs an approver of which rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    pub from_days: u32,
    /// The lowest rank that may approve: supervisor, department_head, vice_president or general_manager.
    pub rank: String,
}

/// Day rates that a change of the policy or a tier of cities sets; grades it leaves out keep theirs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RateChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salesperson: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchandiser: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub director: Option<Amount>,
}

impl RateChange {
    /// The rates with this change made.
    #[must_use]
    pub fn on(&self, rates: &DayRates) -> DayRates {
        DayRates {
            salesperson: self.salesperson.unwrap_or(rates.salesperson),
            merchandiser: self.merchandiser.unwrap_or(rates.merchandiser),
            supervisor: self.supervisor.unwrap_or(rates.supervisor),
            manager: self.manager.unwrap_or(rates.manager),
            director: self.director.unwrap_or(rates.director),
        }
    }
}

/// The travel policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// What this version of the policy is called in the review.
    pub name: String,
    pub day_rates: DayRates,
    /// Cities with rates of their own; of several cities on one day the dearest counts.
    pub city_tiers: Vec<CityTier>,
    /// What the first and the last day count for, where the trip's times are stated.
    pub part_days: PartDays,
    /// Who approves a trip, by its days, rising.
    pub approval: Vec<Approval>,
    /// Cities within three hours' drive.
    pub near_cities: Vec<String>,
    /// Regions and cities that count as Guangdong.
    pub guangdong: Vec<String>,
    /// Regions, countries and cities outside the mainland.
    pub overseas: Vec<String>,
    /// Train seats within the policy: second class, and what costs no more on a night train.
    pub train_seats: Vec<String>,
    /// More train seats for some grades: grade, then seats.
    pub train_seats_by_grade: BTreeMap<String, Vec<String>>,
    /// Expense categories that are reimbursed at all.
    pub categories: Vec<String>,
    /// What one gift may cost.
    pub gift_limit: Amount,
    /// Amounts from which on a claim of a category needs a further approval: category, then amounts, rising.
    pub claim_limits: BTreeMap<String, Vec<Amount>>,
    /// Hours in which a visit should begin: customers have time then.
    pub visit_hours: Vec<Hours>,
    /// Later versions: what changed, and from which day on.
    pub changes: Vec<PolicyChange>,
}

/// A later version of the policy: what it states replaces what was in force before, the rest stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyChange {
    /// First day it is in force; a trip is judged by the version of its first day.
    pub valid_from: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_rates: Option<RateChange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city_tiers: Option<Vec<CityTier>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_days: Option<PartDays>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Vec<Approval>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near_cities: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guangdong: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overseas: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub train_seats: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub train_seats_by_grade: Option<BTreeMap<String, Vec<String>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gift_limit: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_limits: Option<BTreeMap<String, Vec<Amount>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_hours: Option<Vec<Hours>>,
}

/// What a change states, otherwise what was in force before.
fn or<T: Clone>(stated: &Option<T>, before: &T) -> T {
    stated.clone().unwrap_or_else(|| before.clone())
}

impl PolicyChange {
    /// The version that comes of making this change.
    fn on(&self, before: &Policy) -> Policy {
        Policy {
            name: self.name.clone().unwrap_or_else(|| self.valid_from.to_string()),
            day_rates: self.day_rates.as_ref().map_or_else(|| before.day_rates.clone(), |change| change.on(&before.day_rates)),
            city_tiers: or(&self.city_tiers, &before.city_tiers),
            part_days: or(&self.part_days, &before.part_days),
            approval: or(&self.approval, &before.approval),
            near_cities: or(&self.near_cities, &before.near_cities),
            guangdong: or(&self.guangdong, &before.guangdong),
            overseas: or(&self.overseas, &before.overseas),
            train_seats: or(&self.train_seats, &before.train_seats),
            train_seats_by_grade: or(&self.train_seats_by_grade, &before.train_seats_by_grade),
            categories: or(&self.categories, &before.categories),
            gift_limit: or(&self.gift_limit, &before.gift_limit),
            claim_limits: or(&self.claim_limits, &before.claim_limits),
            visit_hours: or(&self.visit_hours, &before.visit_hours),
            changes: Vec::new(),
        }
    }
}

impl Policy {
    /// The amounts from which on a claim of a category needs a further approval, rising.
    #[must_use]
    pub fn limits_of(&self, category: &str) -> Vec<Money> {
        self.claim_limits.get(category).into_iter().flatten().map(|limit| limit.money()).collect()
    }
}

/// Every version of the policy, whole, in the order of the days from which they hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Policies {
    versions: Vec<(Option<NaiveDate>, Policy)>,
}

impl Policies {
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        let mut changes: Vec<&PolicyChange> = policy.changes.iter().collect();
        changes.sort_by_key(|c| c.valid_from);
        let mut versions = vec![(None, Policy { changes: Vec::new(), ..policy.clone() })];
        for change in changes {
            if let Some((_, before)) = versions.last() {
                versions.push((Some(change.valid_from.0), change.on(before)));
            }
        }
        Policies { versions }
    }

    /// The version in force on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> &Policy {
        let later = self.versions.partition_point(|(from, _)| from.is_none_or(|from| from <= day));
        &self.versions[later.saturating_sub(1)].1
    }

    /// Every version, with its first day; the first has always been in force.
    pub fn versions(&self) -> impl Iterator<Item = (Option<NaiveDate>, &Policy)> {
        self.versions.iter().map(|(from, policy)| (*from, policy))
    }
}

impl Default for Policy {
    fn default() -> Self {
        let list = |items: &[&str]| items.iter().map(|&s| s.to_owned()).collect();
        Policy {
            name: "standard".to_owned(),
            day_rates: DayRates::default(),
            city_tiers: Vec::new(),
            part_days: PartDays::default(),
            approval: vec![
                Approval { from_days: 1, rank: "supervisor".to_owned() },
                Approval { from_days: 4, rank: "department_head".to_owned() },
            ],
            near_cities: list(&["上海", "宁波", "杭州", "Shanghai", "Ningbo", "Hangzhou"]),
            guangdong: list(&[
                "广东",
                "广州",
                "深圳",
                "珠海",
                "汕头",
                "佛山",
                "韶关",
                "湛江",
                "肇庆",
                "江门",
                "茂名",
                "惠州",
                "梅州",
                "汕尾",
                "河源",
                "阳江",
                "清远",
                "东莞",
                "中山",
                "潮州",
                "揭阳",
                "云浮",
                "Guangdong",
                "Guangzhou",
                "Shenzhen",
                "Zhuhai",
                "Shantou",
                "Foshan",
                "Shaoguan",
                "Zhanjiang",
                "Zhaoqing",
                "Jiangmen",
                "Maoming",
                "Huizhou",
                "Meizhou",
                "Shanwei",
                "Heyuan",
                "Yangjiang",
                "Qingyuan",
                "Dongguan",
                "Zhongshan",
                "Chaozhou",
                "Jieyang",
                "Yunfu",
            ]),
            overseas: list(&[
                "海外",
                "国外",
                "境外",
                "香港",
                "澳门",
                "台湾",
                "台北",
                "高雄",
                "overseas",
                "abroad",
                "Hong Kong",
                "Hongkong",
                "HK",
                "Macau",
                "Macao",
                "Taiwan",
                "Taipei",
                "Kaohsiung",
                "德国",
                "Germany",
                "法国",
                "France",
                "英国",
                "UK",
                "United Kingdom",
                "意大利",
                "Italy",
                "西班牙",
                "Spain",
                "荷兰",
                "Netherlands",
                "波兰",
                "Poland",
                "俄罗斯",
                "Russia",
                "土耳其",
                "Turkey",
                "美国",
                "USA",
                "United States",
                "加拿大",
                "Canada",
                "墨西哥",
                "Mexico",
                "巴西",
                "Brazil",
                "日本",
                "Japan",
                "东京",
                "Tokyo",
                "大阪",
                "Osaka",
                "韩国",
                "Korea",
                "South Korea",
                "首尔",
                "Seoul",
                "越南",
                "Vietnam",
                "胡志明",
                "Ho Chi Minh City",
                "河内",
                "Hanoi",
                "泰国",
                "Thailand",
                "曼谷",
                "Bangkok",
                "马来西亚",
                "Malaysia",
                "吉隆坡",
                "Kuala Lumpur",
                "新加坡",
                "Singapore",
                "印尼",
                "印度尼西亚",
                "Indonesia",
                "雅加达",
                "Jakarta",
                "菲律宾",
                "Philippines",
                "印度",
                "India",
                "阿联酋",
                "UAE",
                "迪拜",
                "Dubai",
                "沙特",
                "Saudi Arabia",
                "澳大利亚",
                "Australia",
                "柏林",
                "Berlin",
                "汉堡",
                "Hamburg",
                "慕尼黑",
                "Munich",
                "法兰克福",
                "Frankfurt",
                "汉诺威",
                "Hannover",
                "杜塞尔多夫",
                "Dusseldorf",
                "Düsseldorf",
                "斯图加特",
                "Stuttgart",
                "伦敦",
                "London",
                "巴黎",
                "Paris",
                "纽约",
                "New York",
            ]),
            train_seats: list(&["second_class", "hard_seat", "hard_sleeper", "standing"]),
            train_seats_by_grade: BTreeMap::new(),
            categories: list(&["hotel", "meals", "local_transport", "train", "flight", "reception", "gift"]),
            gift_limit: Amount::whole(1000),
            claim_limits: BTreeMap::from([
                ("reception".to_owned(), vec![Amount::whole(1000), Amount::whole(2000)]),
                ("gift".to_owned(), vec![Amount::whole(1000)]),
            ]),
            visit_hours: [((10, 30), (11, 30)), ((15, 0), (16, 30))]
                .into_iter()
                .filter_map(|((a, b), (c, d))| Some(Hours { from: TimeOfDay::new(a, b)?, to: TimeOfDay::new(c, d)? }))
                .collect(),
            changes: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_day_has_the_version_in_force() {
        let config = crate::config::parse(
            "t",
            "[policy.day_rates]\nmanager = 270\n\
             [[policy.changes]]\nvalid_from = \"2026-07-01\"\nname = \"summer\"\ntrain_seats = [\"second_class\"]\n\
             [[policy.changes]]\nvalid_from = 2026-04-01\nday_rates = { salesperson = 250 }\n",
        )
        .unwrap();
        let policies = Policies::new(&config.policy);
        let seen = |on: &str| {
            let policy = policies.on(day(on));
            let rate = |grade: &str| policy.day_rates.of(grade).unwrap().money().to_string();
            (policy.name.as_str(), rate("salesperson"), rate("manager"), policy.train_seats.len())
        };
        assert_eq!(seen("2026-03-31"), ("standard", "230.00".to_owned(), "270.00".to_owned(), 4));
        // What a change leaves out stays as the version before it had it, whatever the order in the file.
        assert_eq!(seen("2026-04-01"), ("2026-04-01", "250.00".to_owned(), "270.00".to_owned(), 4));
        assert_eq!(seen("2026-12-31"), ("summer", "250.00".to_owned(), "270.00".to_owned(), 1));
    }

    #[test]
    fn a_day_that_is_none_is_refused() {
        for text in ["valid_from = \"2026-02-30\"", "valid_from = \"soon\"", "valid_from = 07:32:00"] {
            let error = crate::config::parse("t", &format!("[[policy.changes]]\n{text}\n")).unwrap_err().to_string();
            assert!(error.contains("day") || error.contains("date"), "{text}: {error}");
        }
    }
}

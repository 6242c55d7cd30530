//! `[policy]`: the travel policy that the audit rules share (domain.md section 6).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Amount, CityTier, Hours, PartDays, PolicyChange, TimeOfDay};
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

impl Policy {
    /// The amounts from which on a claim of a category needs a further approval, rising.
    #[must_use]
    pub fn limits_of(&self, category: &str) -> Vec<Money> {
        self.claim_limits.get(category).into_iter().flatten().map(|limit| limit.money()).collect()
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

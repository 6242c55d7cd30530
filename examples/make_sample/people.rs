//! The invented staff: fifteen people of every grade, and where each of them travels.

/// A person of the sales company. All names are made up.
pub(crate) struct Person {
    pub(crate) name: &'static str,
    pub(crate) grade: &'static str,
    /// Living costs a day that the policy allows, in cents.
    pub(crate) day_rate: i64,
    /// Indexes into the circuits of `trips`.
    pub(crate) circuits: &'static [usize],
    /// How often a week with a trip, in a hundred.
    pub(crate) travels: i64,
}

const fn person(name: &'static str, grade: &'static str, day_rate: i64, circuits: &'static [usize], travels: i64) -> Person {
    Person { name, grade, day_rate, circuits, travels }
}

pub(crate) const STAFF: [Person; 15] = [
    person("陆远航", "业务员", 23_000, &[0, 1, 2, 0], 92),
    person("江知行", "业务员", 23_000, &[3, 4, 3, 0], 78),
    person("沈望舒", "业务员", 23_000, &[6, 7, 6, 7, 8, 9], 72),
    person("顾长风", "业务员", 23_000, &[10, 11, 10, 12], 66),
    person("苏明远", "业务员", 23_000, &[13, 14, 13, 15], 70),
    person("程百川", "业务员", 23_000, &[16, 17, 18, 16], 46),
    person("林听雨", "主管", 26_000, &[0, 2, 5, 1], 80),
    person("方既白", "主管", 26_000, &[6, 7, 8], 52),
    person("许星河", "经理", 26_000, &[3, 0, 4, 2], 60),
    person("唐晚照", "经理", 26_000, &[10, 13, 18, 17], 50),
    person("韩松岭", "总监", 36_000, &[0, 13, 10, 6, 2, 18], 44),
    person("白砚舟", "跟单员", 23_000, &[0, 1], 30),
    person("秦岳峙", "跟单员", 23_000, &[1, 2], 30),
    person("宋清越", "跟单员", 23_000, &[], 0),
    person("何未央", "跟单员", 23_000, &[], 0),
];

/// Who makes the callbacks.
pub(crate) const CALLERS: [usize; 4] = [11, 12, 13, 14];

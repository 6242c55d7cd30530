//! The texts of the visit rules in Chinese, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[
    RuleText {
        id: "VIS001",
        title: "近区每日拜访客户数不足",
        what: "业务员在近区（三小时车程内）的一个拜访日，拜访的不同客户少于规定户数。",
        why: "同一拜访日不少于2户，出行才有价值。",
        example: "10月14日在杭州只拜访1户，应不少于2户。",
        fix: "为当日安排第二户，或说明不能安排的原因。",
        params: &[("min_customers", "每日应拜访的不同客户数")],
        sentences: &[("too_few", "{day}在近区拜访{found}户；每日应不少于{expected}户。")],
    },
    RuleText {
        id: "VIS002",
        title: "广东行程拜访客户数不足",
        what: "前往广东的行程，在当地拜访的不同客户少于规定户数。",
        why: "广东路途较远，同一次拜访不少于4户。",
        example: "一次行程在深圳、东莞共拜访3户，应不少于4户。",
        fix: "合并行程，或说明紧急原因。",
        params: &[("min_customers", "每次行程应拜访的不同客户数")],
        sentences: &[("too_few", "本次行程在广东拜访{found}户；应不少于{expected}户。")],
    },
    RuleText {
        id: "VIS003",
        title: "境外拜访没有项目或展会",
        what: "国外、香港、澳门、台湾的拜访，没有写明项目或展会。",
        why: "境外拜访须以固定项目谈判为基础，或安排在展会前后。",
        example: "在汉堡的拜访没有写明项目。",
        fix: "在拜访记录中写明项目或展会。",
        params: &[],
        sentences: &[("unnamed", "在{place}的拜访没有写明项目或展会；境外拜访须有其一。")],
    },
    RuleText {
        id: "VIS004",
        title: "行程审批级别不足",
        what: "行程审批人的级别低于该天数所需级别，或没有审批人。",
        why: "1至3天由主管批准，4天及以上由部长批准。",
        example: "5天的行程由主管批准，应由部长批准。",
        fix: "由有权限的人补批；出发前完成审批。",
        params: &[],
        sentences: &[
            ("below", "{days}天的行程须由{needed}或以上批准；实际批准人：{role}。"),
            ("missing", "{days}天的行程须由{needed}或以上批准；没有审批人记录。"),
        ],
    },
    RuleText {
        id: "VIS005",
        title: "预约确认过晚",
        what: "与客户确认预约的提前天数少于规定，或没有确认。",
        why: "必须提前一周以上与客户确认是否可以拜访。",
        example: "5月8日的拜访于5月2日确认，提前6天，应提前7天。",
        fix: "提前一周确认并登记日期。",
        params: &[("days_ahead", "确认日与拜访日之间的天数")],
        sentences: &[
            ("late", "{visit}的拜访于{confirmed}确认，提前{ahead}天；应至少提前{expected}天。"),
            ("missing", "{visit}的拜访应至少提前{expected}天确认；没有确认记录。"),
        ],
    },
    RuleText {
        id: "VIS007",
        title: "拜访报告不是当天完成",
        what: "没有拜访报告，或报告日期不是拜访当天。",
        why: "拜访结束当天需要做好拜访报告。",
        example: "10月12日的拜访，10月15日才报告。",
        fix: "补写报告并登记日期。",
        params: &[],
        sentences: &[
            ("late", "{visit}的拜访于{report}报告，晚{days}天；报告应在拜访当天完成。"),
            ("early", "报告日期{report}比{visit}的拜访早{days}天；报告应在拜访当天完成。"),
            ("missing", "{visit}的拜访没有报告；报告应在拜访当天完成。"),
        ],
    },
];

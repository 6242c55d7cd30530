//! The texts of the callback rules in Chinese, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[
    RuleText {
        id: "CBK001",
        title: "回访逾期",
        what: "截至月末，活跃客户距上次回访的天数超过其类别允许的天数。",
        why: "例行回访每月至少一次，大客户每周至少一次；没有人联系的客户会悄悄流失。",
        example: "某核心客户上次回访为10月20日，到10月31日已过11天，允许7天。",
        fix: "立即回访并登记；如已回访，请把漏登的记录补进导出表。",
        params: &[("key_days", "大客户两次回访之间允许的天数"), ("routine_days", "其他活跃客户两次回访之间允许的天数")],
        sentences: &[
            ("overdue", "{kind}应在{limit}天内回访；上次回访为{last}，距月末已{days}天。"),
            ("never", "{kind}应在{limit}天内回访；没有任何回访记录。"),
        ],
    },
    RuleText {
        id: "CBK002",
        title: "建议或投诉未按承诺日期答复",
        what: "回访中承诺了答复日期，但逾期答复或没有答复。按承诺到期的月份计入；月末之后的答复尚不计算。",
        why: "客户的建议和投诉应在承诺期限内答复；失信比不承诺更伤信任。",
        example: "10月8日承诺10月15日前答复，实际10月18日答复，逾期3天。",
        fix: "立即答复并登记日期；如已按时答复，请在导出表中补上答复日期。",
        params: &[],
        sentences: &[
            ("late", "{called}的回访承诺于{promised}前答复；实际于{resolved}答复，逾期{days}天。"),
            ("open", "{called}的回访承诺于{promised}前答复；截至月末没有答复记录。"),
        ],
    },
];

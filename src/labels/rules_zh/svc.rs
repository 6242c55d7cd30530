//! The texts of the service rules in Chinese, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[
    RuleText {
        id: "SVC001",
        title: "发货晚于承诺交期",
        what: "承诺交期在本月、实际发货较晚或截至月末仍未发货的订单行：每张订单一条提示。准时发货的行数占比低于目标时，全公司一条警告。按日期比较，不计时刻；退货不计。",
        why: "应在报价单承诺的时间内发货；发货及时率应高于95%。",
        example: "承诺10月12日交货的订单于10月14日发货。10月到期200行，准时186行，及时率93.0%，目标95%。",
        fix: "通知客户，查明原因（库存、生产、物流），承诺做得到的交期。",
        params: &[("on_time_target", "本月到期的订单行中应准时发货的占比")],
        sentences: &[
            ("late", "订单{order}承诺{promised}发货，实际{shipped}发货，晚{days}天；本月到期的订单行中有{n}行迟发。"),
            ("open", "订单{order}承诺{promised}发货，截至月末仍未发货；本月到期的订单行中有{n}行迟发。"),
            ("rate", "本月到期的订单行应有不低于{target}%准时发货；实际准时{on_time}行，到期{due}行（{rate}%），迟发{late}行。"),
        ],
    },
    RuleText {
        id: "SVC002",
        title: "急需备件未及时送达",
        what: "标为备件的订单行：下单和发货都有时刻的，超过规定小时数；否则不是下单当天发货。一般加急订单另有承诺交期，不在此列。",
        why: "客户急需的维修零部件可单独送货，保证6小时内到货。",
        example: "10月8日下单的备件于10月9日发货，晚1天。",
        fix: "立即单独发货；常用备件保持库存。",
        params: &[("hours", "下单与发货之间允许的小时数（两者都有时刻时）")],
        sentences: &[
            (
                "hours",
                "订单{order}：{ordered} {ordered_at}下单的急需备件应在{hours}小时内发出；实际{shipped} {shipped_at}发出，用时{taken}。",
            ),
            ("day", "订单{order}：{ordered}下单的急需备件应当天发出；实际{shipped}发出，晚{days}天。"),
            ("open", "订单{order}：{ordered}下单的急需备件应在{hours}小时内或当天发出；截至月末仍未发出。"),
        ],
    },
];

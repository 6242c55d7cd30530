//! The texts of the credit rules in Chinese, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[RuleText {
    id: "CRD001",
    title: "接受信用D级或超信用额度客户的新订单",
    what: "本月来自信用等级为D，或未收账款超过信用额度（额度为0即未设额度）的客户的订单，两者均以月末为准。每个客户一条，以其本月金额最大的订单行为凭据，并注明月初的信用等级。",
    why: "客户信用有问题时，应停止赊销，待问题解决后再恢复。",
    example: "某D级客户10月下单89,278.80元，月末未收账款240,000.00元。",
    fix: "停止赊销发货，落实回款或改为预付款，例外须经批准。",
    params: &[("evidence_lines", "每项发现列为凭据的订单行数，金额大的在前")],
    sentences: &[
        ("grade", "本月有{n}行订单共{orders}来自信用{grade}级客户（月初：{before}）；月末未收账款{open}。"),
        ("limit", "本月有{n}行订单共{orders}来自超信用额度的客户：月末未收账款{open}，信用额度{limit}。"),
        (
            "both",
            "本月有{n}行订单共{orders}来自信用{grade}级（月初：{before}）且超信用额度的客户：月末未收账款{open}，信用额度{limit}。",
        ),
    ],
}];

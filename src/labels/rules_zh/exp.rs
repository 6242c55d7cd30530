//! The texts of the expense rules in Chinese, in the order of the registry.

use crate::labels::RuleText;

pub(super) static RULES: &[RuleText] = &[
    RuleText {
        id: "EXP001",
        title: "生活费用超标准",
        what: "同一员工同一行程的住宿费、餐费、市内交通合计，与其级别的每日标准乘以行程天数相比。",
        why: "差旅制度按每人每日标准报销生活费用。",
        example: "业务员（每日230元）出差3天可报690元；实报710元，超出20元。",
        fix: "按标准报销，超出部分须另行批准。",
        params: &[],
        sentences: &[("above", "报销生活费用{claimed}；{grade}标准为{rate} × {days}天 = {allowed}。")],
    },
    RuleText {
        id: "EXP002",
        title: "火车席别超标准",
        what: "火车票席别不在制度允许的范围内。",
        why: "火车最高标准为动车二等座。硬卧票价不高于二等座，默认允许。",
        example: "一等座553.00元。数据中没有同车次二等座票价，超出金额待定。",
        fix: "查询同车次二等座票价，按该票价报销。",
        params: &[],
        sentences: &[("above", "火车票{claimed}为{seat}；制度最高为二等座。")],
    },
    RuleText {
        id: "EXP003",
        title: "机票未事前申请",
        what: "机票报销中事前申请为“否”或未填写。",
        why: "需要乘坐飞机的，应在拜访前另行申请。",
        example: "机票1,240.00元，“事前申请：否”。",
        fix: "补交批准文件及其日期，否则不予报销。",
        params: &[],
        sentences: &[("unapproved", "机票{claimed}须在出差前申请；没有批准记录。")],
    },
    RuleText {
        id: "EXP004",
        title: "制度以外的费用类别",
        what: "费用类别不在制度报销范围内。",
        why: "除生活费用和路费外不做额外报销。",
        example: "洗衣费35.00元。",
        fix: "不予报销；如类别填错，请更正。",
        params: &[],
        sentences: &[("outside", "报销{claimed}，类别为“{category}”，不在制度报销范围内。")],
    },
    RuleText {
        id: "EXP005",
        title: "重复报销",
        what: "同一票据号出现在两笔报销中（错误）；同一员工、日期、类别、金额（警告）；近似重复（提示）。报销与其冲销先行抵消；全公司反复出现的金额不计。",
        why: "重复报销是差旅费用中最常见的损失。在真实报销数据上，简单比对会对6%的记录报警，多为固定票价；剔除反复出现的金额后为0.4%。",
        example: "票据04417在10月3日和10月17日各报销300.00元：多报300.00元。",
        fix: "核对票据。追回第二次付款，或说明两笔均属实的理由。",
        params: &[
            ("recurring_from", "窗口期内全公司同一类别同一金额达到此次数即视为固定票价或标准"),
            ("near_days", "同一员工相同金额的报销相隔在此天数内视为近似重复"),
        ],
        sentences: &[
            ("receipt", "票据{receipt}出现在{n}笔报销中，合计{claimed}；一张票据只能报销一次。"),
            ("same_day", "{employee}在{day}有{n}笔相同的报销，每笔{amount}（{category}），{receipts}，无法区分，合计{claimed}。"),
            (
                "near_day",
                "{employee}在{day}至{again}报销{amount}（{category}）{n}次，前后相隔{days}天，{receipts}，无法区分；合计{claimed}，可能是同一笔费用。",
            ),
            (
                "other_employee",
                "{other}在{first}、{employee}在{again}报销了相同的{amount}（{category}），{receipts}，无法区分；{n}笔合计{claimed}，可能是同一笔费用。",
            ),
        ],
    },
    RuleText {
        id: "EXP012",
        title: "总体测试：首位数字与整数金额",
        what: "对每名员工在窗口期内金额不重复出现的全部报销：首位数字与本福特定律比较（500笔以上才做），10和100的整数倍占比与全公司比较。仅提示应在何处多抽样，绝不构成对个人的审计发现。",
        why: "编造的金额与照票据填写的金额相比，首位数字分布不同，整数也更多；但特殊业务的正常报销同样可能如此。测试只说明该看哪里，不说明有问题。",
        example: "某员工120笔不重复金额的报销中有54笔是10的整数倍，全公司为五分之一；该员工多抽两笔。",
        fix: "将抽到的报销与票据核对；核对无误即可，提示本身不产生其他后果。",
        params: &[("recurring_from", "窗口期内全公司同一类别同一金额出现达到此次数，视为固定票价或标准，不参与测试")],
        sentences: &[
            (
                "first_digits",
                "{n}笔报销的首位数字偏离本福特定律，超额平均绝对偏差为{mad}（界限{cut}）：仅提示在此多抽样，不构成对任何人的审计发现。",
            ),
            (
                "round_amounts",
                "{n}笔报销中有{share}是{step}的整数倍，全公司为{company}：仅提示在此多抽样，不构成对任何人的审计发现。",
            ),
        ],
    },
];

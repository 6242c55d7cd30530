//! The definitions of the Method sheet, in each language, in the same order.

/// Term and definition in English.
pub(super) static EN: &[(&str, &str)] = &[
    (
        "Review month, as-of, window",
        "The calendar month under review; its last day; the months (12 by default) that end with it. Nothing dated after as-of counts, payments included.",
    ),
    ("Sales", "Sum of order amounts in the window, returns negative; amount, or quantity × unit price rounded to the cent."),
    (
        "Demand, volume, share",
        "Demand: annual demand of the customer master, otherwise the newest estimate of a visit up to as-of. Volume: the larger of demand and sales. Share: sales ÷ volume where demand is known, otherwise unknown.",
    ),
    (
        "High volume, high share",
        "Customers by volume, largest first (ties by customer key), are high while the cumulative share before them is below classify.volume_cut. Share is high from classify.share_high on.",
    ),
    (
        "Segments",
        "Core: high, high. Opportunity: high volume, low share. Support: low volume, high share. Low return: low, low. Unclassified: demand unknown.",
    ),
    (
        "ABC",
        "The same walk over sales: A while the cumulative share before is below classify.abc_a, B below classify.abc_b, C beyond; none without sales.",
    ),
    (
        "Tier",
        "Average monthly sales over the months since the first order of the window (both counted, at least classify.tier_min_months, at most classify.tier_max_months): A from classify.tier_a, B from classify.tier_b. Held back where the payment index is below classify.prompt_index − classify.prompt_tolerance.",
    ),
    ("Key customer", "Segment core or opportunity, or tier A or B."),
    (
        "Days beyond terms",
        "Paid on minus due on; as-of minus due on where unpaid and overdue; not yet due and unpaid: left out. A part payment splits the order into a paid and an open part. Orders due in the window or still open take part; amounts of zero or less carry no weight; orders whose export states no payments are left out.",
    ),
    ("Payment index", "Mean of points weighted by amount, linear between credit.payment_points."),
    (
        "Credit score",
        "Weighted mean (credit.weights) of payment index, on-time share, overdue burden 100 × (1 − overdue ÷ sales of the window) and use of the credit limit (100 up to credit.limit_free, 0 from credit.limit_full). A missing component's weight is spread over the rest. Fewer than credit.min_invoices invoices: unrated.",
    ),
    ("Ageing, DSO", "Open receivables by days past due at as-of; open receivables ÷ sales of the window × days of the window."),
    (
        "CSAT",
        "Share of ratings of satisfaction.satisfied_from and more, from callbacks (overall rating) and visits (satisfaction) of the window, with its 95 % Wilson interval. Words and numbers map to 1–5.",
    ),
    (
        "Satisfaction score",
        "(mean − 1) ÷ 4 × 100 with the mean drawn towards the company mean by the weight of satisfaction.prior_answers answers.",
    ),
    ("Net referral", "Share willing − share unwilling; undecided answers count in the whole."),
    ("Active customer", "Net sales in the window, or in the customer master with a stage other than prospect."),
    (
        "Callbacks due",
        "Every active customer once a month; active key customers once in every ISO week that belongs to the month (that of its Thursday).",
    ),
    (
        "Visit → order",
        "Share of the window's visits followed by an order of that customer on the same day, and within coverage.order_within_days days, the same day included. Returns are no orders.",
    ),
    (
        "Travel cost of a customer",
        "The claims of a trip dated in the window, split evenly over the trip's visits dated in the window.",
    ),
    (
        "Month of a record",
        "A trip belongs to the month of its last day; a visit or claim outside a trip to the month of its date.",
    ),
    (
        "Allowance of a trip",
        "Sum over its days of the day rate of the grade: that of the dearest tier (policy.city_tiers) among the cities that the employee's visits and living-cost claims state for the day, those of the day before where none is stated, policy.day_rates otherwise. The first and last day count for the shares of policy.part_days where times are stated.",
    ),
    (
        "Days of rest",
        "Saturdays, Sundays and the public holidays of mainland China, without the weekend days that are worked in their stead; calendar adds to them. A day of a year whose holidays are not known is not judged.",
    ),
    ("Net excess", "An amount that several findings question counts once, with the first of them in the order of the rules."),
    (
        "Overlapping exports",
        "A row whose fields all equal those of a row in another sheet or file is counted once; equal rows within one sheet are all kept.",
    ),
    (
        "Restatement",
        "The month before the review month, analysed anew from today's input with today's configuration, against its tables/customers.csv and run.json in the output folder, figure by figure as printed. Only a folder whose table still has the hash of its manifest is compared. Rows behind a change: rows of customers whose sales, receivables or demand changed, in files that are new or changed since; at most restatement.listed lines.",
    ),
];

/// Term and definition in Chinese.
pub(super) static ZH: &[(&str, &str)] = &[
    (
        "评审月、截止日、窗口期",
        "评审的自然月；该月最后一天；以该月结尾的若干个月（默认12个月）。截止日之后的一切（含付款）均不计入。",
    ),
    ("销售额", "窗口期内订单金额之和，退货为负；金额缺失时取数量×单价并四舍五入到分。"),
    (
        "需求、需求量、份额",
        "需求：客户档案的年需求量，没有则取截止日之前最新拜访的估计。需求量：需求与销售额中较大者。份额：需求已知时为销售额÷需求量，否则未知。",
    ),
    (
        "高需求量、高份额",
        "客户按需求量从大到小（相同时按客户键），在其之前的累计占比低于 classify.volume_cut 即为高。份额达到 classify.share_high 为高。",
    ),
    ("客户分类", "核心：量高、份额高。机会性：量高、份额低。支援性：量低、份额高。低回报：量低、份额低。未分类：需求未知。"),
    ("ABC", "对销售额作同样的累计：之前累计低于 classify.abc_a 为A，低于 classify.abc_b 为B，其余为C；没有销售为“无”。"),
    (
        "等级",
        "窗口期首单所在月至评审月（首尾都计，至少 classify.tier_min_months、至多 classify.tier_max_months 个月）的月均销售额：达到 classify.tier_a 为A，达到 classify.tier_b 为B。付款指数低于 classify.prompt_index − classify.prompt_tolerance 时暂缓。",
    ),
    ("大客户", "核心或机会性客户，或等级A、B。"),
    (
        "超期天数",
        "实付日−应付日；未付且已逾期为截止日−应付日；未到期且未付不计。部分付款把订单分为已付与未付两部分。窗口期内到期或仍未结清的订单参与计算；金额为零或负的没有权重；导出中没有付款信息的订单不参与。",
    ),
    ("付款指数", "按金额加权的得分，在 credit.payment_points 各点之间线性插值。"),
    (
        "信用得分",
        "按 credit.weights 加权平均：付款指数、按期付款占比、逾期负担100×（1−逾期÷窗口期销售额）、额度占用（不超过 credit.limit_free 为100，达到 credit.limit_full 为0）。缺失指标的权重由其余指标分担。发票少于 credit.min_invoices 张不评级。",
    ),
    ("账龄、回款天数", "截止日未收款按逾期天数分组；未收款÷窗口期销售额×窗口期天数。"),
    (
        "满意率",
        "窗口期内回访（总体评价）与拜访（满意度）中评价不低于 satisfaction.satisfied_from 的占比，附95% Wilson区间。文字与数字统一换算为1–5。",
    ),
    ("满意度得分", "（均值−1）÷4×100，均值以 satisfaction.prior_answers 份评价的权重向公司均值靠拢。"),
    ("净推荐", "愿意的占比−不愿意的占比；“看情况”计入总数。"),
    ("活跃客户", "窗口期净销售额为正，或客户档案中阶段不是潜在客户。"),
    ("应回访", "活跃客户每月一次；活跃大客户在属于本月的每个ISO周（以周四所在月为准）一次。"),
    ("拜访→订单", "窗口期拜访中，该客户当天、以及 coverage.order_within_days 天内（含当天）有订单的占比。退货不算订单。"),
    ("客户差旅费", "行程在窗口期内的报销，平均分摊到该行程在窗口期内的各次拜访。"),
    ("记录所属月份", "行程属于其最后一天所在月；行程以外的拜访与报销属于其日期所在月。"),
    (
        "行程标准",
        "按天累计其级别的每日标准：取该员工当天拜访和生活费用报销所列城市中最高一档（policy.city_tiers），当天未注明城市的沿用前一天，其余按 policy.day_rates。注明出发、返回时间的，首末日按 policy.part_days 的比例计算。",
    ),
    ("休息日", "星期六、星期日和法定节假日，不含调休上班日；calendar 可作补充。节假日安排未知的年份不作判断。"),
    ("净超标金额", "同一金额被多项发现质疑时只计一次，计入规则顺序在前的一项。"),
    ("重复导出", "所有字段都与其他工作表或文件中某行相同的行只计一次；同一工作表内相同的行全部保留。"),
    (
        "重述",
        "用今天的数据和配置重新评审上一个月，与输出文件夹中该月的 tables/customers.csv 和 run.json 按所列数字逐项对照。只有客户表的哈希值仍与运行清单一致时才作对照。变化所涉及的行：销售额、应收款或需求有变化的客户，在新增或有改动文件中的行；最多列出 restatement.listed 行。",
    ),
];

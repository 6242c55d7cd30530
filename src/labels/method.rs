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
        "A row whose fields all equal those of a row in another sheet or file is counted once; equal rows within one sheet are all kept. Of a record that files state differently the lines of one file count (input.conflicts), several lines of one id where customer and day agree, and of claims and visits the employee.",
    ),
    (
        "Cut-off, why a customer moved",
        "The cut-off of volume and of ABC is the lowest amount that still counts as high. A customer moved by itself where its old amount would have kept it in place against the new cut-off and its new amount would have moved it against the old one; the cut-off moved past it where neither is so; otherwise both did. Share: sales and volume of both months are told. Tier: monthly average, or prompt payment. Grade: the component whose part of the score changed most.",
    ),
    (
        "Nearest cut-off",
        "What the customer may lose, or has to gain, to change its class: up to the nearest customer on the other side of volume, sales or ABC, up to the threshold of share, tier and score. Of volume and share the one that is nearer in parts of its cut-off.",
    ),
    (
        "Band",
        "With classify.band above 0 a customer within so many points of cumulative share of a cut-off of volume or ABC keeps the side it had the month before; classify.share_band does the same for the share. 0 by default: each month is judged by itself.",
    ),
    (
        "Best possible DSO, average days delinquent",
        "Receivables not yet due ÷ sales of the window × days of the window: what DSO would be if everybody paid on the day; DSO minus that. The company's figures are those of its sums, over customers whose payments are known.",
    ),
    (
        "Change request",
        "One for each grade that differs from the month before: to be filed within credit.file_days working days after as-of and verified within credit.verify_days working days after that. Working days are those of the calendar; beyond the years it knows no day is given.",
    ),
    (
        "Backtest",
        "The grades as of each earlier month against the invoices that fell due within credit.backtest_months months after it and up to credit.late_days before as-of; late: paid so many days after the due day or more, in part, or not at all. Fewer than credit.backtest_invoices invoices, or a tenth of that late or prompt, say nothing. Nothing after as-of is seen, and nothing after its own month makes a grade.",
    ),
    (
        "AUC, KS",
        "AUC: the probability that of a late and a prompt invoice the late one's customer had the lower score, ties half (Hanley and McNeil 1982, Radiology 143). KS: the largest distance between the cumulative shares of late and prompt invoices over the score. 0.5 and 0 are chance.",
    ),
    (
        "PSI",
        "Population stability index: sum over the grades of (share now − share then) × ln(share now ÷ share then), half a customer added to each grade. Below 0.10 stable, below 0.25 watch, from there shifted (Siddiqi 2006, Credit Risk Scorecards).",
    ),
    (
        "Interval of a share",
        "95 % interval of Wilson (1927; Newcombe 1998, method 3). It takes answers and invoices as independent; those of one customer are not, so the true one is wider.",
    ),
    (
        "Interval of the net referral",
        "Adjusted Wald interval: three answers added, three quarters of one to the willing and to the unwilling each, the rest undecided; variance (yes + no − net²) ÷ n in shares (Rocks 2016, Interval Estimation for the Net Promoter Score).",
    ),
    (
        "Rank of satisfaction",
        "By score, the lowest first, among customers with satisfaction.few_from ratings or more; the others are shown without a rank. Weight of a customer's own mean: n ÷ (n + satisfaction.prior_answers).",
    ),
    (
        "Answers promised",
        "Of callbacks of the window with a promised day: in time, late, overdue (the day has passed without an answer by as-of), not due yet. Kept: in time ÷ all whose day has come.",
    ),
    (
        "Duties",
        "Visits due by segment (coverage.visits_…); callbacks due once a month, of a key customer in each week. What was done counts up to what was due, customer by customer, so that one seen often does not make up for one never seen.",
    ),
    (
        "Base rate of visits",
        "Of the same customers, the share of weeks of the window without a visit from whose Monday an order followed within coverage.order_within_days days, weighted by their visits; weeks before the first order are left out. Only visits whose days are over at as-of are judged. An order that an earlier visit brought counts for the base too, so the difference errs on the low side.",
    ),
    (
        "Call list",
        "Active customers with a duty next month. First call: the last callback + coverage.key_call_days or coverage.routine_call_days, within the month; first visit: by the 15th where this month's visits were missed, otherwise by its end. At stake: the larger of demand and sales of a window.",
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
        "评审的自然月；该月最后一天；截至该月的若干个月（默认12个月）。截止日之后的一切（含付款）均不计入。",
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
    (
        "重复导出",
        "所有字段都与其他工作表或文件中某行相同的行只计一次；同一工作表内相同的行全部保留。多个文件对同一记录内容不同时，只计其中一个文件的各行（见 input.conflicts）；同一编号有多行时，客户和日期相同（报销和拜访还须人员相同）才视为同一记录。",
    ),
    (
        "界线、变动原因",
        "需求量与ABC的界线为仍属“高”的最低金额。若按原金额对照新界线不会变动、而按新金额对照原界线会变动，则为客户自身变动；两者都不成立则为界线越过客户；其余为两者共同作用。份额：列出两个月的销售额与需求量。等级：月均销售额，或付款是否及时。信用等级：对得分影响变化最大的指标。",
    ),
    (
        "最近界线",
        "客户变更分类所需减少或增加的量：需求量、销售额与ABC计至界线另一侧最近的客户；份额、等级与得分计至阈值。需求量与份额中取相对距离较近的一项。",
    ),
    (
        "缓冲带",
        "classify.band 大于0时，距需求量或ABC界线累计占比在该范围内的客户保持上月一侧；classify.share_band 对份额同理。默认为0，每月独立评定。",
    ),
    (
        "最佳回款天数、平均拖欠天数",
        "未到期应收款÷窗口期销售额×窗口期天数，即全部按期付款时的回款天数；回款天数减去该值为平均拖欠天数。公司合计按总额计算，限于付款信息已知的客户。",
    ),
    (
        "信用等级变更申请",
        "信用等级与上月不同的每家客户一份：截止日后 credit.file_days 个工作日内提交，其后 credit.verify_days 个工作日内核实。工作日以日历为准；日历未涵盖的年份不给出日期。",
    ),
    (
        "回溯检验",
        "以先前各月的等级，对照其后 credit.backtest_months 个月内到期、且到期日早于截止日 credit.late_days 天以上的发票；超过到期日该天数及以上才付、只付一部分或未付的为逾期。发票少于 credit.backtest_invoices 张，或逾期、按期任一方少于其十分之一的，不作结论。截止日之后的一切均不计入，等级也只用其当月及以前的信息。",
    ),
    (
        "AUC、KS",
        "AUC：任取一张逾期发票与一张按期发票，逾期发票的客户得分较低的概率，相同计一半（Hanley与McNeil 1982，Radiology 143）。KS：逾期与按期发票按得分累计占比的最大差距。随机时分别为0.5与0。",
    ),
    (
        "PSI",
        "群体稳定性指数：各等级（现占比−原占比）×ln（现占比÷原占比）之和，每个等级各加半家客户。低于0.10稳定，低于0.25关注，其余为偏移（Siddiqi 2006，Credit Risk Scorecards）。",
    ),
    (
        "占比的区间",
        "95% Wilson区间（Wilson 1927；Newcombe 1998方法3）。计算时视各评价、各发票相互独立；同一客户的并不独立，真实区间更宽。",
    ),
    (
        "净推荐的区间",
        "调整后的Wald区间：加入三份答复，愿意与不愿意各四分之三份，其余为看情况；方差为（愿意占比＋不愿意占比−净推荐²）÷n（Rocks 2016，Interval Estimation for the Net Promoter Score）。",
    ),
    (
        "满意度排名",
        "评价不少于 satisfaction.few_from 份的客户按得分从低到高排名，其余不排名。客户自身均值的权重为n÷（n＋satisfaction.prior_answers）。",
    ),
    (
        "承诺的答复",
        "窗口期内有承诺日期的回访：按时、逾期答复、逾期未答复（截至截止日承诺日期已过仍未答复）、未到期。按时率：按时÷已到承诺日期的全部。",
    ),
    (
        "应完成与已完成",
        "应拜访按客户分类（coverage.visits_…）；应回访每月一次，大客户每周一次。已完成逐家客户按应完成封顶，多拜访一家不能抵另一家未拜访。",
    ),
    (
        "拜访的基准比率",
        "同样客户在窗口期内未拜访的周中，自周一起 coverage.order_within_days 天内有订单的占比，按拜访次数加权；首单之前的周不计。只判断截止日前已满天数的拜访。先前拜访带来的订单也计入基准，因此差额偏保守。",
    ),
    (
        "下月拜访回访名单",
        "下月应拜访或回访的活跃客户。首次回访：上次回访日加 coverage.key_call_days 或 coverage.routine_call_days，限于下月之内；首次拜访：本月未完成的为15日前，其余为月末前。涉及金额：窗口期需求与销售额中较大者。",
    ),
    (
        "上月重算",
        "用今天的数据和配置重新评审上一个月，与输出文件夹中该月的 tables/customers.csv 和 run.json 按所列数字逐项对照。只有客户表的哈希值仍与运行清单一致时才作对照。变化所涉及的行：销售额、应收款或需求有变化的客户，在新增或有改动文件中的行；最多列出 restatement.listed 行。",
    ),
];

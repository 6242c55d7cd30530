//! The words of an explanation: headings, what each step is, and how its computation reads.

use super::explain_en::EN;
use super::explain_zh::ZH;
use super::texts::texts;

texts! {
    // The page.
    sheet, sheet_sub, contents, contents_more, contents_all, contents_none, page_title, back, open, source_more,
    source_total, source_more_count, source_count,
    // Sections.
    who, sales, demand, segment, abc_tier, credit, satisfaction, coverage, travel, findings,
    // Who.
    key, key_by_id, key_by_name, names, names_one, region_master, region_orders, from_master, not_in_master, not_stated, stage,
    // Sales.
    month_orders, month_only_orders, sales_sum, returns, returns_of, month_of_window,
    // Demand.
    demand_master, demand_estimate, demand_unknown, demand_scaled, volume_larger, volume_sales, share_of, share_unknown, stale,
    stale_text,
    // Segment.
    volume_side, pareto, fixed, quantile, high, low, share_side, share_cut, share_cut_band, band_note, to_other_side,
    lose_volume, gain_volume, lose_share, gain_share, no_line, segment_of, segment_before, why_moved, path, path_text,
    // ABC and tier.
    abc_of, abc_none, abc_distance, abc_up, abc_down, monthly, monthly_of, no_month, tier_of, tier_distance, tier_gap_a, tier_gap_b,
    tier_spare, held_back,
    // Credit.
    no_payments, invoices_of, index_of, index_none, on_time_of, burden_of, burden_none, limit_of, limit_none, weights, weight,
    score_of, score_none, grade_of, grade_distance, grade_above, grade_below, grade_before, open_of, overdue_of, ageing,
    dso_of, dso_none, best_dso, best_dso_of, delinquent, delinquent_of,
    // Satisfaction.
    no_ratings, answers_of, mean, mean_of, company_mean, company_mean_of, score_drawn, csat_of, csat_interval, csat_few, net_of,
    complaints_of,
    // Coverage.
    active, active_sales, active_stage, active_no, visits_due_of, visits_month_of, callbacks_month_of, weeks_of, weeks_none,
    weeks_met_of, followed_same_day, followed_within, known_last,
    // Travel.
    no_travel, trip, trip_share, travel_sum, travel_none, ratio_of, ratio_none,
    // Findings.
    no_findings, no_policy_excess,
    // Source rows.
    rows_orders, rows_invoices, rows_open, rows_master, rows_estimate, rows_ratings, rows_referrals, rows_complaints, rows_visits,
    rows_callbacks, rows_claims, rows_trip_visits, rows_evidence, a_visit, a_callback, willing, unwilling, undecided,
    row_order, row_return, row_paid_part, row_open_part, row_open, row_no_due, row_master, row_estimate, row_rating, row_referral,
    row_complaint, row_visit_followed, row_visit_not, row_callback, row_claim, row_trip_visit,
    days_late, days_early, on_the_day,
    // Why a class moved.
    why_volume, why_sales, pushed_own, pushed_cut, pushed_both, line_unknown, why_share, why_demand_known, why_demand_lost,
    why_average, why_prompt, why_invoices, why_component,
}

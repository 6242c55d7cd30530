-- Sales by customer and month over the window, volume and share, segment by the cuts, ABC: the classification of the review, for every
-- subsidiary. Money is counted in whole minor units and shares in parts of 10^9, so that nothing depends on the order of additions.
WITH sales AS (
    SELECT subsidiary, customer_key,
        CAST(sum(CASE WHEN month = :month THEN amount * 100 ELSE 0 END) AS DECIMAL(38, 0)) AS sales_month,
        CAST(sum(amount * 100) AS DECIMAL(38, 0)) AS sales_window
    FROM orders
    WHERE month BETWEEN :first AND :month AND customer_key IS NOT NULL
    GROUP BY subsidiary, customer_key
),
-- Customers of the master, and those with a record up to the month: who first appears later does not exist yet.
scope AS (
    SELECT subsidiary, customer_key FROM customers
    UNION SELECT subsidiary, customer_key FROM orders WHERE month <= :month AND customer_key IS NOT NULL
    UNION SELECT subsidiary, customer_key FROM visits WHERE month <= :month
    UNION SELECT subsidiary, customer_key FROM callbacks WHERE month <= :month
),
-- The master's demand; the first of two cards.
master AS (
    SELECT subsidiary, customer_key, annual_demand FROM (
        SELECT *, row_number() OVER (
            PARTITION BY subsidiary, customer_key ORDER BY source_file, source_sheet, source_row) AS nth
        FROM customers)
    WHERE nth = 1
),
-- Otherwise the newest estimate of a visit.
estimates AS (
    SELECT subsidiary, customer_key, annual_demand_estimate FROM (
        SELECT *, row_number() OVER (
            PARTITION BY subsidiary, customer_key
            ORDER BY date DESC, start DESC NULLS LAST, annual_demand_estimate DESC) AS nth
        FROM visits
        WHERE month <= :month AND annual_demand_estimate IS NOT NULL)
    WHERE nth = 1
),
facts AS (
    SELECT subsidiary, customer_key,
        coalesce(sales_month, 0) AS sales_month,
        coalesce(sales_window, 0) AS sales_window,
        -- A year's demand over a window of another length.
        CAST(coalesce(annual_demand, annual_demand_estimate) * 100 AS DECIMAL(38, 0)) * :window DIV 12 AS demand
    FROM scope
        LEFT JOIN sales USING (subsidiary, customer_key)
        LEFT JOIN master USING (subsidiary, customer_key)
        LEFT JOIN estimates USING (subsidiary, customer_key)
),
sized AS (
    SELECT *, greatest(coalesce(demand, sales_window), sales_window) AS volume FROM facts
),
-- What the larger ones come to before each: by volume and by sales, ties by key. Only positive amounts are walked.
walked AS (
    SELECT *,
        sum(greatest(volume, 0)) OVER (PARTITION BY subsidiary) AS volume_total,
        sum(greatest(volume, 0)) OVER (
            PARTITION BY subsidiary ORDER BY volume DESC, customer_key ROWS UNBOUNDED PRECEDING) - greatest(volume, 0) AS volume_before,
        sum(greatest(sales_window, 0)) OVER (PARTITION BY subsidiary) AS sales_total,
        sum(greatest(sales_window, 0)) OVER (
            PARTITION BY subsidiary ORDER BY sales_window DESC, customer_key ROWS UNBOUNDED PRECEDING)
            - greatest(sales_window, 0) AS sales_before
    FROM sized
),
classed AS (
    SELECT *,
        volume > 0 AND CAST(volume_before AS DECIMAL(28, 0)) * 1000000000 < :volume_cut * CAST(volume_total AS DECIMAL(28, 0)) AS volume_high,
        CASE WHEN demand IS NOT NULL AND volume > 0
            THEN CAST(sales_window AS DECIMAL(28, 0)) * 1000000000 >= :share_high * CAST(volume AS DECIMAL(28, 0)) END AS share_high,
        -- Nine decimals first, as the program rounds; without the sign.
        CASE WHEN demand IS NOT NULL AND volume > 0
            THEN (2 * abs(CAST(sales_window AS DECIMAL(27, 0))) * 1000000000 + volume) DIV (2 * volume) END AS share_parts,
        sales_window > 0
            AND CAST(sales_before AS DECIMAL(28, 0)) * 1000000000 < :abc_a * CAST(sales_total AS DECIMAL(28, 0)) AS before_a,
        sales_window > 0
            AND CAST(sales_before AS DECIMAL(28, 0)) * 1000000000 < :abc_b * CAST(sales_total AS DECIMAL(28, 0)) AS before_b
    FROM walked
)
SELECT subsidiary, customer_key,
    CAST(sales_month / 100 AS DECIMAL(18, 2)) AS sales_month,
    CAST(sales_window / 100 AS DECIMAL(18, 2)) AS sales_window,
    CAST(demand / 100 AS DECIMAL(18, 2)) AS demand,
    CAST(volume / 100 AS DECIMAL(18, 2)) AS volume,
    CAST((share_parts + 50000) DIV 100000 * CASE WHEN sales_window < 0 THEN -1 ELSE 1 END / CAST(10000 AS DECIMAL(5, 0)) AS DECIMAL(18, 4))
        AS share,
    volume_high, share_high,
    CASE
        WHEN share_high IS NULL THEN 'unclassified'
        WHEN volume_high AND share_high THEN 'core'
        WHEN volume_high THEN 'opportunity'
        WHEN share_high THEN 'support'
        ELSE 'low_return'
    END AS segment,
    CASE WHEN sales_window <= 0 THEN 'none' WHEN before_a THEN 'A' WHEN before_b THEN 'B' ELSE 'C' END AS abc
FROM classed
ORDER BY subsidiary, customer_key

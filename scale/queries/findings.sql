-- Findings of the month by rule, severity and status, with the excess in which each amount counts once.
SELECT subsidiary, rule, severity, status, count(*) AS findings, CAST(coalesce(sum(net_excess), 0) AS DECIMAL(18, 2)) AS net_excess
FROM findings
WHERE month = :month
GROUP BY subsidiary, rule, severity, status
ORDER BY subsidiary, rule, severity, status

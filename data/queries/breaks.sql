-- The known breaks of a pair's series: from that year on, a side measures something else.
SELECT side, CAST(year AS INTEGER) AS year, reason
FROM breaks
WHERE pair = $pair
ORDER BY year, side

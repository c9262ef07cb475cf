-- The citizen figures of a pair that were not compared, counted by reason.
SELECT reason, count(*) AS figures
FROM left_out
WHERE pair = $pair
GROUP BY reason
ORDER BY figures DESC, reason

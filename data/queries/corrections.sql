-- What was done to figures of a dataset before they were shown, and why.
SELECT series, action, reason, provider, rows
FROM corrections
WHERE dataset = $dataset
ORDER BY series, action, reason

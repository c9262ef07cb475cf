-- How many rows of a dataset (of all when null) were read, kept, suppressed, flagged and rejected.
SELECT *
FROM report
WHERE $dataset IS NULL OR dataset = $dataset
ORDER BY dataset

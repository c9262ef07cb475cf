-- What the gates and scores of the citizen datasets named (all when null) come to.
SELECT *
FROM credibility
WHERE $datasets IS NULL OR list_contains($datasets, dataset)
ORDER BY dataset

-- The datasets named (all when null), each with who made it, how, and under which licence.
SELECT *
FROM datasets
WHERE $datasets IS NULL OR list_contains($datasets, dataset)
ORDER BY side, dataset

-- The datasets named, each with who made it, how, and under which licence.
SELECT *
FROM datasets
WHERE list_contains($datasets, dataset)
ORDER BY side, dataset

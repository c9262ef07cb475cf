-- The five scores of the citizen datasets named (all when null), each with reason and evidence.
SELECT dataset, position, criterion, score, reason, evidence
FROM criteria
WHERE $datasets IS NULL OR list_contains($datasets, dataset)
ORDER BY dataset, position

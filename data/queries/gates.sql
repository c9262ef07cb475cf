-- The three gates of the citizen datasets named (all when null), each with state and reason.
SELECT dataset, position, gate, state, reason, evidence, would_establish
FROM gates
WHERE $datasets IS NULL OR list_contains($datasets, dataset)
ORDER BY dataset, position

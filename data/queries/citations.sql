-- Where the figures of the datasets named were read, and what kind of evidence that is.
SELECT dataset, citation, publisher, text, read_from, evidence
FROM citations
WHERE list_contains($datasets, dataset)
ORDER BY dataset, citation

-- What must be known of each dataset named, in the order it was written.
SELECT dataset, position, text
FROM caveats
WHERE list_contains($datasets, dataset)
ORDER BY dataset, position

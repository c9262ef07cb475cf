-- What must be known of each dataset named, in the order it was written, and where it ended.
SELECT dataset, position, text, ends_as, ends_in
FROM caveats
WHERE list_contains($datasets, dataset)
ORDER BY dataset, position

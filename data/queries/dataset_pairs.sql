-- The pairs that a dataset stands in, on either side.
SELECT pair, country, CAST(goal AS INTEGER) AS goal, indicator, title, verdict, total,
       independence, address, citizen_dataset, official_dataset, citizen_label, official_label
FROM pairs
WHERE citizen_dataset = $dataset OR official_dataset = $dataset
ORDER BY country, goal, indicator, pair

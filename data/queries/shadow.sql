-- The verdicts of the two sides of a pair (all pairs of a country, all when null), by method.
SELECT shadow.*, pairs.title, pairs.address, CAST(pairs.goal AS INTEGER) AS goal,
       pairs.citizen_label, pairs.official_label
FROM shadow
JOIN pairs USING (pair)
WHERE ($pair IS NULL OR pair = $pair) AND ($country IS NULL OR shadow.country = $country)
ORDER BY shadow.country, goal, shadow.indicator, pair,
         list_position(['linear', 'UNSD 2023', 'CAGR ratio', 'ESCAP'], method)

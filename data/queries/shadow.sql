-- The verdicts of the two sides of a pair (all pairs of a country, all when null), by method, with
-- the years that each side's verdict rests on.
SELECT shadow.*, pairs.title, pairs.address, CAST(pairs.goal AS INTEGER) AS goal,
       pairs.citizen_label, pairs.official_label,
       ours.base_year AS citizen_base_year, ours.last_year AS citizen_last_year,
       theirs.base_year AS official_base_year, theirs.last_year AS official_last_year
FROM shadow
JOIN pairs USING (pair)
LEFT JOIN progress AS ours
       ON ours.pair = shadow.pair AND ours.method = shadow.method AND ours.side = 'citizen'
LEFT JOIN progress AS theirs
       ON theirs.pair = shadow.pair AND theirs.method = shadow.method
      AND theirs.side = 'official'
WHERE ($pair IS NULL OR shadow.pair = $pair) AND ($country IS NULL OR shadow.country = $country)
ORDER BY shadow.country, goal, shadow.indicator, shadow.pair,
         list_position(['linear', 'UNSD 2023', 'CAGR ratio', 'ESCAP'], shadow.method)

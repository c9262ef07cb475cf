-- The national observations of every pair of a country (and goal, unless null), for the small charts of cards.
SELECT observed.*, observed.area AS area_name, '' AS area_level
FROM pair_observations AS observed
JOIN pairs USING (pair)
WHERE pairs.country = $country AND ($goal IS NULL OR pairs.goal = $goal) AND observed.area = pairs.country
ORDER BY pair, observed.side, observed.year_start, observed.period, observed.row

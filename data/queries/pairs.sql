-- The pairs of a country, goal or indicator (each left out when null), most comparable first.
SELECT * REPLACE (CAST(goal AS INTEGER) AS goal)
FROM pairs
WHERE ($country IS NULL OR country = $country)
  AND ($goal IS NULL OR CAST(goal AS INTEGER) = $goal)
  AND ($indicator IS NULL OR indicator = $indicator)
ORDER BY country, goal, indicator,
         list_position(
             ['overlay', 'overlay with caution', 'side by side', 'context only'], verdict
         ),
         total DESC, pair

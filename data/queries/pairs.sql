-- The pairs of a country, goal or indicator (each left out when null), most comparable first.
SELECT *
FROM pairs
WHERE ($country IS NULL OR country = $country)
  AND ($goal IS NULL OR goal = $goal)
  AND ($indicator IS NULL OR indicator = $indicator)
ORDER BY country, goal, indicator,
         list_position(
             ['overlay', 'overlay with caution', 'side by side', 'context only'], verdict
         ),
         total DESC, pair

-- For each pair of a country (or of all), how many areas below national level got which word in
-- the newest year that has any.
WITH below AS (
    SELECT comparison.*
    FROM comparison
    JOIN pairs USING (pair)
    WHERE ($country IS NULL OR pairs.country = $country) AND comparison.area <> pairs.country
    QUALIFY year = max(year) OVER (PARTITION BY pair)
)
SELECT pair, year, agreement, count(DISTINCT area) AS areas
FROM below
WHERE sex = 'total' OR NOT EXISTS (
    FROM below AS other WHERE other.pair = below.pair AND other.sex = 'total'
)
GROUP BY ALL
ORDER BY pair, areas DESC, agreement

-- For each pair of a country (or of all), its newest comparison at national level, the whole
-- population before a part of it.
SELECT comparison.*
FROM comparison
JOIN pairs USING (pair)
WHERE ($country IS NULL OR pairs.country = $country) AND comparison.area = pairs.country
QUALIFY row_number() OVER (
    PARTITION BY pair
    ORDER BY sex = 'total' DESC, urbanisation = 'total' DESC, year DESC
) = 1
ORDER BY pair

-- Everything that was compared within a pair (or within all pairs of a country), by area,
-- breakdown and year.
SELECT comparison.*, coalesce(areas.name, comparison.area) AS area_name
FROM comparison
JOIN pairs USING (pair)
LEFT JOIN areas ON areas.area = comparison.area
WHERE ($pair IS NULL OR pair = $pair) AND ($country IS NULL OR pairs.country = $country)
ORDER BY pair, year, comparison.area, sex, urbanisation

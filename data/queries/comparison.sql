-- Everything that was compared within a pair, by area, breakdown and year.
SELECT comparison.*, coalesce(areas.name, comparison.area) AS area_name
FROM comparison
LEFT JOIN areas USING (area)
WHERE pair = $pair
ORDER BY year, area, sex, urbanisation

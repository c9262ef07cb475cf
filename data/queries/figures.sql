-- Every current figure of a country, on the measures named (each left out when null).
SELECT observations.*, coalesce(areas.name, observations.area) AS area_name
FROM observations
LEFT JOIN areas ON areas.area = observations.area
WHERE current
  AND ($country IS NULL OR observations.country = $country)
  AND ($measures IS NULL OR list_contains($measures, indicator))
ORDER BY observations.country, indicator, side, dataset, series, observations.area,
         year_start, period, sex, age, urbanisation, other, "row"

-- Every observation that a pair (or all pairs of a country) draws on, both sides, current values.
SELECT observed.*, coalesce(areas.name, observed.area) AS area_name,
       coalesce(areas.level, '') AS area_level
FROM pair_observations AS observed
LEFT JOIN areas ON areas.area = observed.area
WHERE ($pair IS NULL OR pair = $pair) AND ($country IS NULL OR observed.country = $country)
ORDER BY pair, observed.side, observed.area, observed.sex, observed.urbanisation,
         observed.year_start, observed.period, observed.row

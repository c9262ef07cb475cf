-- Every observation a pair draws on, both sides, current values only.
SELECT observed.*, coalesce(areas.name, observed.area) AS area_name,
       coalesce(areas.level, '') AS area_level
FROM pair_observations AS observed
LEFT JOIN areas USING (area)
WHERE pair = $pair
ORDER BY observed.side, observed.area, observed.sex, observed.urbanisation, observed.year_start,
         observed.period, observed.row

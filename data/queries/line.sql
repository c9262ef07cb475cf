-- The observations of one line on an indicator in a country, current values only.
SELECT observed.*, coalesce(areas.name, observed.area) AS area_name,
       coalesce(areas.level, '') AS area_level
FROM observations AS observed
LEFT JOIN areas USING (area)
WHERE observed.country = $country AND observed.indicator = $indicator
  AND observed.dataset = $dataset AND observed.series = $series AND observed.current
ORDER BY observed.area, observed.sex, observed.urbanisation, observed.year_start, observed.period,
         observed.row

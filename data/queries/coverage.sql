-- For each country, indicator and side: how many lines, areas and datasets there are, and the
-- years they span. Context counts as well as the indicator's own measures.
SELECT country, CAST(split_part(indicator, '.', 1) AS INTEGER) AS goal, indicator, side,
       count(*) AS observations, count(DISTINCT dataset || '/' || series) AS lines,
       count(DISTINCT dataset) AS datasets,
       count(DISTINCT area) FILTER (area <> country) AS areas,
       bool_or(relation = 'indicator') AS own,
       min(year_start) AS first_year, max(year_end) AS last_year
FROM observations
WHERE current AND value IS NOT NULL AND ($country IS NULL OR country = $country)
GROUP BY ALL
ORDER BY country, goal, indicator, side

-- Every series of a dataset: what it measures, where, and from when to when.
SELECT series.series, series.title, series.indicators, series.status, series.match, series.method,
       count(observed.row) AS figures,
       count(observed.row) FILTER (observed.current) AS current_figures,
       min(observed.year_start) AS first_year, max(observed.year_end) AS last_year,
       coalesce(string_agg(DISTINCT observed.country, ' ' ORDER BY observed.country), '')
           AS countries
FROM series
LEFT JOIN observations AS observed
       ON observed.dataset = series.dataset AND observed.series = series.series
      AND observed.value IS NOT NULL
WHERE series.dataset = $dataset
GROUP BY ALL
ORDER BY series.indicators, series.series

-- How many figures each dataset holds, of which countries and years.
SELECT datasets.dataset, count(observed.row) AS figures,
       min(observed.year_start) AS first_year, max(observed.year_end) AS last_year,
       coalesce(string_agg(DISTINCT observed.country, ' ' ORDER BY observed.country), '')
           AS countries
FROM datasets
LEFT JOIN observations AS observed
       ON observed.dataset = datasets.dataset AND observed.value IS NOT NULL
GROUP BY datasets.dataset
ORDER BY datasets.dataset

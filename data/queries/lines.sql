-- Every line on an indicator in a country: what it measures, how long, and its newest national
-- value where that year has just one.
WITH observed AS (
    SELECT *
    FROM observations
    WHERE country = $country AND indicator = $indicator AND current AND value IS NOT NULL
),
single AS (
    SELECT *
    FROM observed
    WHERE area = country AND sex = 'total' AND urbanisation = 'total'
    QUALIFY count(*) OVER (PARTITION BY dataset, series, year_end) = 1
),
newest AS (
    SELECT dataset, series, count(*) AS years,
           arg_max(
               {'value': value, 'unit': unit, 'base': base, 'period': period}, year_end
           ) AS newest
    FROM single
    GROUP BY dataset, series
)
SELECT observed.side, observed.dataset, observed.series,
       any_value(series.title) AS title, any_value(datasets.title) AS dataset_title,
       any_value(datasets.publisher) AS publisher, any_value(observed.relation) AS relation,
       count(*) AS observations, coalesce(any_value(newest.years), 0) AS national,
       count(DISTINCT observed.area) FILTER (observed.area <> observed.country) AS areas,
       min(observed.year_start) AS first_year, max(observed.year_end) AS last_year,
       any_value(newest.newest) AS newest
FROM observed
JOIN datasets USING (dataset)
LEFT JOIN series USING (dataset, series)
LEFT JOIN newest USING (dataset, series)
GROUP BY observed.side, observed.dataset, observed.series
ORDER BY observed.side, national DESC, observations DESC, observed.dataset, observed.series

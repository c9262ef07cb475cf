-- Every line on an indicator in a country: what it measures, how long, and its newest national
-- value for the whole population.
SELECT observed.side, observed.dataset, observed.series,
       any_value(series.title) AS title, any_value(datasets.title) AS dataset_title,
       any_value(datasets.publisher) AS publisher,
       any_value(observed.relation) AS relation,
       count(*) AS observations,
       count(*) FILTER (observed.area = observed.country AND observed.sex = 'total'
                        AND observed.urbanisation = 'total') AS national,
       count(DISTINCT observed.area) FILTER (observed.area <> observed.country) AS areas,
       min(observed.year_start) AS first_year, max(observed.year_end) AS last_year,
       arg_max(
           {'value': observed.value, 'unit': observed.unit, 'base': observed.base,
            'period': observed.period},
           observed.year_end
       ) FILTER (observed.area = observed.country AND observed.sex = 'total'
                 AND observed.urbanisation = 'total') AS newest
FROM observations AS observed
LEFT JOIN series USING (dataset, series)
JOIN datasets USING (dataset)
WHERE observed.country = $country AND observed.indicator = $indicator AND observed.current
  AND observed.value IS NOT NULL
GROUP BY observed.side, observed.dataset, observed.series
ORDER BY observed.side, any_value(observed.relation) = 'context', national DESC, observations DESC,
         observed.dataset, observed.series

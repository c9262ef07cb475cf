-- The datasets that hold figures on a country, the most recent figures first.
SELECT dataset, any_value(datasets.title) AS title, any_value(datasets.side) AS side,
       any_value(datasets.publisher) AS publisher,
       count(*) AS observations, min(year_start) AS first_year, max(year_end) AS last_year
FROM observations
JOIN datasets USING (dataset)
WHERE country = $country AND current AND value IS NOT NULL
GROUP BY dataset
ORDER BY last_year DESC, observations DESC, dataset

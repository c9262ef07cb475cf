-- Citizen series that stand in no pair, or not beside one official series, and why
-- (of a country and a dataset, each left out when null).
SELECT unpaired.*, series.title, series.indicators
FROM unpaired
LEFT JOIN series USING (dataset, series)
WHERE ($country IS NULL OR country = $country) AND ($dataset IS NULL OR dataset = $dataset)
ORDER BY country, dataset, series, official

-- What is held of an indicator by each side of a country (each left out when null): how recent,
-- how local, how broken down. Context is left out; a bound counts as a figure.
SELECT *
FROM coverage
WHERE ($country IS NULL OR country = $country) AND ($indicator IS NULL OR indicator = $indicator)
ORDER BY goal, indicator, country, side DESC

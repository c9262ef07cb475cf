-- Official figures of a country and an indicator (each left out when null) that an older vintage of
-- the same line gave differently, by more than the margin; the newest years of the country first.
SELECT *
FROM revisions
WHERE ($country IS NULL OR country = $country) AND ($indicator IS NULL OR indicator = $indicator)
ORDER BY country, indicator, area <> country, year DESC, series, row, older_vintage DESC

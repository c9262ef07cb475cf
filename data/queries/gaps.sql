-- What the official side of a country lacks of an indicator (each left out when null), where a new
-- dataset would matter most first. Lacking here is not lacking in the world.
SELECT *
FROM gaps
WHERE ($country IS NULL OR country = $country) AND ($indicator IS NULL OR indicator = $indicator)
ORDER BY rank

-- Every area of the catalogue: its country, level and the name to print.
SELECT area, country, level, name, coalesce(local_name, '') AS local_name
FROM areas
ORDER BY country, level <> 'country', name, area

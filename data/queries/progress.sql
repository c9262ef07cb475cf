-- Progress towards 2030 by four methods: of a pair's two sides, of a country's official headline
-- series, or of all (each left out when null).
SELECT *
FROM progress
WHERE ($pair IS NULL OR pair = $pair)
  AND ($country IS NULL OR country = $country)
  AND ($indicator IS NULL OR indicator = $indicator)
  AND ($kind IS NULL OR kind = $kind)
ORDER BY country, indicator, kind DESC, line,
         list_position(['linear', 'UNSD 2023', 'CAGR ratio', 'ESCAP'], method)

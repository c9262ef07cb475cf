-- How far groups of people stand apart on each side of each pair of shares (women and men; towns
-- and countryside), for the whole country, in the newest year in which that side has both, on the
-- measures named (in one country, when not null); with the margin of a gap between shares.
-- Background is left out: it is set beside nothing.
WITH held AS (
    SELECT pairs.pair, pairs.country, pairs.indicator, observed.* EXCLUDE (pair, country, indicator)
    FROM pair_observations AS observed
    JOIN pairs USING (pair)
    WHERE pairs.verdict <> 'context only' AND observed.value IS NOT NULL
      AND observed.unit = 'percent' AND observed.area = pairs.country
      AND list_contains($measures, pairs.indicator)
      AND ($country IS NULL OR pairs.country = $country)
),
split AS (
    SELECT pair, country, indicator, side, 'sex' AS kind, period, year_end, age, other,
           urbanisation AS among,
           any_value(value) FILTER (sex = 'female') AS first,
           any_value(value) FILTER (sex = 'male') AS second
    FROM held
    WHERE sex IN ('female', 'male')
    GROUP BY ALL
    HAVING count(*) FILTER (sex = 'female') = 1 AND count(*) FILTER (sex = 'male') = 1
    UNION ALL
    SELECT pair, country, indicator, side, 'urbanisation' AS kind, period, year_end, age, other,
           sex AS among,
           any_value(value) FILTER (urbanisation = 'urban') AS first,
           any_value(value) FILTER (urbanisation = 'rural') AS second
    FROM held
    WHERE urbanisation IN ('urban', 'rural')
    GROUP BY ALL
    HAVING count(*) FILTER (urbanisation = 'urban') = 1
       AND count(*) FILTER (urbanisation = 'rural') = 1
)
SELECT pair, country, indicator, side, kind, period, year_end, first, second,
       (SELECT CAST(value AS DOUBLE) FROM constants
        WHERE file = 'comparison.toml' AND name = 'share_margin') AS margin
FROM split
QUALIFY row_number() OVER (
    PARTITION BY pair, side, kind
    ORDER BY year_end DESC, among = 'total' DESC, age = 'total' DESC, period DESC, age, other
) = 1
ORDER BY country, indicator, pair, kind, side

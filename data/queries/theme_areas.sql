-- The highest and the lowest area of each side of each pair of shares, in that side's newest year,
-- on the measures named (in one country, when not null); with the margin of a gap between shares.
-- Areas of one level, and none that rests on few people; where both sides have areas, only those
-- that both have. Background is left out: it is set beside nothing.
WITH held AS (
    SELECT pairs.pair, pairs.country, pairs.indicator, observed.side, observed.area, areas.level,
           observed.value, observed.period, observed.year_end
    FROM pair_observations AS observed
    JOIN pairs USING (pair)
    JOIN areas ON areas.area = observed.area
    WHERE pairs.verdict <> 'context only' AND observed.value IS NOT NULL
      AND observed.unit = 'percent' AND observed.status = 'normal'
      AND observed.area <> pairs.country AND observed.sex = 'total'
      AND observed.urbanisation = 'total' AND list_contains($measures, pairs.indicator)
      AND ($country IS NULL OR pairs.country = $country)
    QUALIFY observed.year_end = max(observed.year_end) OVER (PARTITION BY pairs.pair, observed.side)
        AND count(*) OVER (
            PARTITION BY pairs.pair, observed.side, observed.area, observed.year_end
        ) = 1
),
alike AS (
    SELECT *, count(*) OVER (PARTITION BY pair, area) AS sides
    FROM held
),
shared AS (
    SELECT *, count(*) OVER (PARTITION BY pair, side, level) AS peers
    FROM alike
    QUALIFY sides = max(sides) OVER (PARTITION BY pair)
),
chosen AS (
    SELECT *
    FROM shared
    QUALIFY peers = max(peers) OVER (PARTITION BY pair, side)
)
SELECT pair, country, indicator, side, 'area' AS kind, any_value(period) AS period, year_end,
       count(*) AS areas, max(value) AS first, min(value) AS second,
       first(area ORDER BY value DESC, area) AS first_area,
       first(area ORDER BY value, area) AS second_area,
       (SELECT CAST(value AS DOUBLE) FROM constants
        WHERE file = 'comparison.toml' AND name = 'share_margin') AS margin
FROM chosen
GROUP BY pair, country, indicator, side, level, year_end
HAVING count(*) > 1
ORDER BY country, indicator, pair, side

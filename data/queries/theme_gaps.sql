-- The newest gap of each pair for its whole country, of those with a word of agreement, on the
-- measures named (in one country, when not null); with the margin that the word was held against:
-- the pair's own, else that of shares, else a part of the official value. The largest first, as a
-- multiple of its margin: a unit of its own would rank shares against counts.
WITH policy AS (
    SELECT max(CAST(value AS DOUBLE)) FILTER (name = 'share_margin') AS share,
           max(CAST(value AS DOUBLE)) FILTER (name = 'relative_margin') AS part
    FROM constants
    WHERE file = 'comparison.toml' AND section = 'materiality'
),
newest AS (
    SELECT comparison.*, pairs.country, pairs.indicator, pairs.unit,
           coalesce(
               pairs.margin,
               CASE WHEN pairs.unit = 'percent' THEN share ELSE part * abs(official) END
           ) AS margin
    FROM comparison
    JOIN pairs USING (pair)
    CROSS JOIN policy
    WHERE comparison.area = pairs.country AND list_contains($measures, pairs.indicator)
      AND ($country IS NULL OR pairs.country = $country)
    QUALIFY row_number() OVER (
        PARTITION BY pair ORDER BY sex = 'total' DESC, urbanisation = 'total' DESC, year DESC
    ) = 1
)
SELECT *, abs(gap) / margin AS times
FROM newest
WHERE agreement IN ('differs', 'consistent', 'cannot tell')
ORDER BY times DESC, pair

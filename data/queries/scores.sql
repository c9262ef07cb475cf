-- The ten comparability scores of a pair (all pairs when null), each with reason and remedy.
SELECT pair, position, dimension, score, reason, coalesce(remedy, '') AS remedy
FROM scores
WHERE $pair IS NULL OR pair = $pair
ORDER BY pair, position

-- Every indicator and target: what a measure can be held against, with its desired direction.
SELECT indicator AS measure, CAST(goal AS INTEGER) AS goal, target, 'indicator' AS kind, title,
       title_es, title_sw, title_ne, coalesce(desired_direction, '') AS desired_direction
FROM indicators
UNION ALL
SELECT target, CAST(goal AS INTEGER), target, 'target', title, title_es, title_sw, title_ne,
       coalesce(desired_direction, '')
FROM targets
ORDER BY goal, target, kind DESC, measure

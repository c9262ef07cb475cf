-- How much the release holds: observations, pairs and datasets.
SELECT (SELECT count(*) FROM observations) AS observations,
       (SELECT count(*) FROM pairs) AS pairs,
       (SELECT count(*) FROM datasets) AS datasets

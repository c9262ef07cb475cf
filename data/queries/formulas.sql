-- Every formula as the code uses it.
SELECT * FROM formulas ORDER BY position

-- Every constant of the policy files, with its reason.
SELECT * FROM constants ORDER BY position

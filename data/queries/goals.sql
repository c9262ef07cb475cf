-- The seventeen goals with their colours and titles.
SELECT CAST(goal AS INTEGER) AS goal, colour, title, short
FROM goals
ORDER BY CAST(goal AS INTEGER)

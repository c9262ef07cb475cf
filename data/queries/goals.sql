-- The seventeen goals with their colours and titles, in every language there is.
SELECT CAST(goal AS INTEGER) AS goal, colour, title, short, title_es, short_es, title_sw, short_sw,
       title_ne, short_ne
FROM goals
ORDER BY CAST(goal AS INTEGER)

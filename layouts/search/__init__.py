"""Search: words made comparable, an index over them, and what is in it."""

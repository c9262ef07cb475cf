"""Figures to take away: one bundle of tables, in every format, with its sources and citations."""

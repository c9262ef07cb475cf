"""Measurements: ``python -m bench`` (or ``make bench``) prints tables of medians."""

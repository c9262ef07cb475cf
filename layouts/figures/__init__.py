"""Drawings: a chart described once (chart.py), drawn for the screen and for paper."""

"""Two series beside each other: judged, matched, compared. Pure functions over frames."""

"""Routes beside Dash's own: pages as HTML, the same as data, drawings, health."""

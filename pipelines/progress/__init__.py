"""Progress towards 2030 by four methods, of both sides and of headline series."""

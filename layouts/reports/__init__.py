"""Shadow reports of a country or a goal: one document of blocks, as PDF, DOCX and HTML."""

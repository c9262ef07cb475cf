"""Parts that several views and pages share."""

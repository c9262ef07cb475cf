"""HOLD what is known, and how to ask: catalogue, contracts, selection, store."""

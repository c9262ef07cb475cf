"""MAKE numbers: sources → harmonise → protect → pair → compare → store."""

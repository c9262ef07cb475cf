"""Gettext catalogues, a folder a language; ``python -m layouts.translations`` brings them up."""

"""The figures for programs: ``/api/v1/…``, read only, described by an OpenAPI document."""

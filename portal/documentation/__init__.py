"""The documentation of the API at /api/v1/docs/, made from the declarations that answer requests."""

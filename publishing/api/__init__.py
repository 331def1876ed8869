"""The read-only API: what its resources have in common. Each app adds its own resources in ``<app>/api.py``."""

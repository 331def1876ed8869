"""Numbers of queries that are not the same on every database."""

from django.db import connection

__all__ = ["searching"]


def searching(count: int) -> int:
    """``count`` with what PostgreSQL asks beside: are the words common, and which of the newest entries hold them?"""
    return count + 2 * (connection.vendor == "postgresql")

"""The real public pages before their time: as of a moment, as a draft would look, and by a personal link."""

from desk.preview.addresses import access_url, as_of_url, draft_url

__all__ = ["access_url", "as_of_url", "draft_url"]

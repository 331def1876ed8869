from news.models.coverage import Byline, MediaCoverage
from news.models.keywords import HotKeyword
from news.models.releases import PressContact, PressRelease, Quote

__all__ = ["Byline", "HotKeyword", "MediaCoverage", "PressContact", "PressRelease", "Quote"]

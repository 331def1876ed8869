from news.models.coverage import Byline, MediaCoverage
from news.models.keywords import HotKeyword
from news.models.leads import HomeLead
from news.models.releases import PressContact, PressRelease, Quote

__all__ = ["Byline", "HomeLead", "HotKeyword", "MediaCoverage", "PressContact", "PressRelease", "Quote"]

"""Public pages of press releases and media coverage."""

from news.models import MediaCoverage, PressRelease
from news.queries import coverage, coverage_whole, releases, releases_whole
from publishing.pages import EntryList, EntryPage


class ReleasePage(EntryPage):
    model = PressRelease
    entries = staticmethod(releases_whole)
    template_name = "news/detail.html"


class ReleaseList(EntryList):
    model = PressRelease
    entries = staticmethod(releases)
    template_name = "news/list.html"


class CoveragePage(EntryPage):
    model = MediaCoverage
    entries = staticmethod(coverage_whole)
    template_name = "coverage/detail.html"


class CoverageList(EntryList):
    model = MediaCoverage
    entries = staticmethod(coverage)
    template_name = "coverage/list.html"

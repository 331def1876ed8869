"""Public pages of opportunities."""

from opportunities.models import Opportunity
from opportunities.queries import opportunities, opportunities_whole
from publishing.pages import EntryList, EntryPage


class OpportunityPage(EntryPage):
    model = Opportunity
    entries = staticmethod(opportunities_whole)
    template_name = "opportunities/detail.html"


class OpportunityList(EntryList):
    model = Opportunity
    entries = staticmethod(opportunities)
    template_name = "opportunities/list.html"

"""What the page of an opportunity says of how to answer it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interest.models import REPLY_WITHIN
from opportunities.models import Opportunity
from publishing import deadlines, formats
from publishing.languages import active
from publishing.presentation import Shown, fact, facts, link, listed

__all__ = ["how_to_answer", "terms_of_reply"]


def how_to_answer(opportunity: Opportunity) -> dict[str, Any]:
    """For ``templates/opportunities/contact.html``: the address of the form, and until when, through whom, how soon."""
    takes_interest = opportunity.takes_interest()
    return {
        "interest_url": reverse("interest:express", args=[opportunity.slug]) if takes_interest else "",
        "answering": terms_of_reply(opportunity),
    }


def terms_of_reply(opportunity: Opportunity) -> list[Shown]:
    """The deadline, who mediates, when a reply comes at the latest, which languages are read."""
    at = opportunity.deadline_at
    languages = [
        {"value": formats.language_name(code, active()), "html_lang": ""}
        for code in opportunity.languages_accepted
    ]
    days = REPLY_WITHIN.days
    reply = ngettext("within %(days)d day", "within %(days)d days", days) % {"days": days}
    return facts(
        fact(_("Until"), deadlines.closes(at, opportunity.deadline_zone) if at else ""),
        fact(_("Contact through"), link(opportunity.center) or _("the help desk of this portal")),
        fact(_("Reply"), reply),
        fact(_("Languages accepted"), listed(languages) if languages else ""),
    )

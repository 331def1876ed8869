"""An expression of interest in words, for its sender."""

from typing import Any

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from intake.models import Consent, Purpose
from interest.models import Expression, ExpressionState
from publishing import deadlines
from publishing.presentation import Shown, fact, facts, foreign, link, marked
from publishing.visibility import add_texts, is_visible

__all__ = ["consents_of", "opportunity_of", "sent", "steps_of", "written"]

# What a state means for who sent it.
WORDS = {
    ExpressionState.RECEIVED: gettext_lazy("We have received it."),
    ExpressionState.SCREENED: gettext_lazy("The help desk has checked it."),
    ExpressionState.FORWARDED: gettext_lazy("It was passed on to the owner."),
    ExpressionState.ACCEPTED: gettext_lazy("The owner wants to talk with you."),
    ExpressionState.DECLINED: gettext_lazy("It was declined."),
    ExpressionState.MEETING: gettext_lazy("A meeting is arranged."),
    ExpressionState.NO_REPLY: gettext_lazy("The owner has not replied."),
    ExpressionState.WITHDRAWN: gettext_lazy("It was withdrawn."),
}
FIELDS = ("person", "organization_name", "email", "phone", "website", "message")


def opportunity_of(expression: Expression) -> Shown:
    """A link to the opportunity as long as it can be seen; else its reference alone."""
    opportunity = expression.opportunity
    if not is_visible(opportunity):
        return {"value": opportunity.ref, "label": opportunity.ref, "url": ""}
    add_texts([opportunity])
    return link(opportunity)


def steps_of(expression: Expression) -> list[Shown]:
    """What has happened so far, as far as the sender is told."""
    zone, shown, before = expression.opportunity.deadline_zone, [], ""
    for step in expression.steps.all():
        if step.state == before and not step.told:
            continue
        words = "" if step.state == before else WORDS[ExpressionState(step.state)]
        shown.append({"at": deadlines.closes(step.at, zone), "words": words, "told": step.told})
        before = step.state
    return shown


def sent(expression: Expression) -> list[Shown]:
    """What the sender wrote, as it was taken."""
    shares = _("yes") if expression.shares_contact else _("no")
    answers = [{"value": _answered(each)} for each in expression.answers]
    return facts(
        *written({name: getattr(expression, name) for name in FIELDS}),
        fact(_("Side"), capfirst(expression.get_country_display())),
        fact(_("The owner may see address and telephone"), shares),
        fact(_("Answers on eligibility"), *answers),
    )


def _answered(answer: dict[str, Any]) -> str:
    question = {"value": answer["question"], "html_lang": foreign(answer["language"])}
    return format_html("{} <strong>{}</strong>", marked(question), _("yes") if answer["answer"] else _("no"))


def written(values: dict[str, Any]) -> list[Shown]:
    """What was typed into the fields of the form, with their labels."""
    labels = {
        "person": pgettext("sender", "Name"),
        "organization_name": _("Organization"),
        "email": _("E-mail address"),
        "phone": _("Telephone"),
        "website": _("Website"),
        "message": _("Message"),
    }
    return [each for name in FIELDS if (each := fact(labels[name], str(values.get(name) or "")))]


def consents_of(expression: Expression) -> list[Shown]:
    """The consents as they were shown, and how each stands."""
    zone = expression.opportunity.deadline_zone
    shown = []
    for each in Consent.objects.filter(ref=expression.ref):
        heading, _blank, words = each.shown.partition("\n\n")
        moment = each.withdrawn_at or each.at
        pattern = _("withdrawn: %(at)s") if each.withdrawn_at else _("given: %(at)s")
        state = pattern if each.is_given else _("not given: %(at)s")
        shown.append(
            {
                "purpose": each.purpose,
                "heading": heading,
                "words": words,
                "html_lang": foreign(each.language),
                "version": each.version,
                "state": state % {"at": deadlines.closes(moment, zone)},
                "can_withdraw": each.is_given and each.withdrawn_at is None,
                "ends_all": each.purpose == Purpose.PROCESSING,
            }
        )
    return shown

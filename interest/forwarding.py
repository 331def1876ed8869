"""Handing an expression on to the owner of the opportunity: only what the sender agreed to, and only while he does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from translated_fields import to_attribute

from intake import consents, links
from intake.mails import send
from intake.models import Purpose
from interest import steps
from interest.models import Expression, ExpressionState, Forwarding, OwnerContact
from publishing import clock, formats, jobs
from publishing.fields import wording
from publishing.jobs.mail import written
from publishing.presentation import link
from publishing.visibility import add_texts

__all__ = [
    "ANSWER_WITHIN",
    "OWNER",
    "Letter",
    "Offer",
    "answers",
    "crosses_border",
    "current",
    "forward",
    "is_open",
    "letter",
    "may_be_forwarded",
    "offer",
    "owner_url",
    "shown",
    "to_owners",
]

OWNER = "interest.owner"
ANSWER_WITHIN = timedelta(days=7)
# Stands in the preview for the secret part of the link: whoever holds that can answer for the owner.
DOTS = "············"

# What a forwarding may show; the first names nobody.
IMPERSONAL = ("country", "answers")
PERSONAL = ("person", "organization_name", "country", "website", "message", "answers")
CONTACT = ("email", "phone")
# States in which an owner can answer: also when the desk had given him up.
ANSWERABLE = (ExpressionState.FORWARDED, ExpressionState.NO_REPLY)


def crosses_border(expression: Expression) -> bool:
    """Whether sender and owner are on different sides, or may be."""
    owner = expression.opportunity.owner
    return not expression.country or owner is None or owner.country != expression.country


def may_name_sender(expression: Expression) -> bool:
    """Whether what names the sender may go to the owner now, by all the sender agreed to and has not withdrawn."""
    if not consents.may_pass_on(expression.ref):
        return False
    return not crosses_border(expression) or consents.is_given(expression.ref, Purpose.CROSS_BORDER)


@dataclass(frozen=True)
class Offer:
    """What may be forwarded now: the ``fields``, none if nothing; ``reasons`` say in words what is left out or missing."""

    fields: tuple[str, ...]
    reasons: tuple[str, ...]
    contact: OwnerContact | None


def offer(expression: Expression) -> Offer:
    """What of ``expression`` may go to the owner now."""
    contact = OwnerContact.objects.filter(opportunity=expression.opportunity_id).first()
    if expression.erased_at is not None:
        return Offer((), (_("The personal data were erased."),), contact)
    if not consents.is_given(expression.ref, Purpose.PROCESSING):
        return Offer(
            (), (_("The sender no longer agrees that his data are handled: nothing is sent."),), contact
        )
    reasons = (
        []
        if contact
        else [_("Nobody is known yet to whom this can be sent: enter the contact of the owner.")]
    )
    if not may_name_sender(expression):
        reasons.append(
            _(
                "The sender has not agreed that personal data cross the border. The mail then names nobody: it tells "
                "the side and the answers on eligibility, and the owner says whether to go on. Or write to the sender "
                "first and ask for a new expression of interest with this consent."
            )
        )
        return Offer(IMPERSONAL, tuple(reasons), contact)
    if not expression.shares_contact:
        reasons.append(
            _("The sender has not agreed that the owner gets e-mail address and telephone number.")
        )
        return Offer(PERSONAL, tuple(reasons), contact)
    return Offer((*PERSONAL, *CONTACT), tuple(reasons), contact)


def shown(expression: Expression, fields: Iterable[str]) -> list[dict[str, Any]]:
    """The ``fields`` of ``expression`` that hold anything, as label and value in the active language."""
    values = {name: getattr(expression, name) for name in fields if name not in ("answers", "message")}
    if "country" in values:
        values["country"] = expression.get_country_display()
    return [{"label": label_of(name), "value": value} for name, value in values.items() if value]


def answers(expression: Expression, language: str) -> list[dict[str, Any]]:
    """The answers on eligibility, each question in ``language`` if the opportunity still puts it, else as it was put."""
    criteria = list(expression.opportunity.criteria.all())
    found = []
    for each in expression.answers:
        name = to_attribute("question", each["language"])
        criterion = next((one for one in criteria if getattr(one, name) == each["question"]), None)
        words = (
            wording(criterion, "question", language) if criterion else (each["question"], each["language"])
        )
        found.append({"question": words[0], "lang": formats.html_lang(words[1]), "answer": each["answer"]})
    return found


def label_of(name: str) -> str:
    field: Any = Expression._meta.get_field(name)
    return capfirst(str(field.verbose_name))


@dataclass(frozen=True)
class Letter:
    """A mail as it is sent."""

    to: str
    subject: str
    body: str

    def digest(self) -> str:
        """A word that changes with anything in it."""
        return sha256(repr(self).encode()).hexdigest()[:24]


def owner_url(key: str, language: str) -> str:
    return links.absolute("interest:owner", language, links.token(OWNER, key))


def letter(expression: Expression, contact: OwnerContact, fields: Iterable[str]) -> Letter:
    """The mail with ``fields`` to ``contact``, with dots instead of the secret part of its link."""
    hidden = links.absolute("interest:owner", contact.language, "x").replace("/x/", f"/{DOTS}/")
    context = _context(expression, contact.name, contact.language, list(fields), hidden)
    return Letter(contact.email, *written("interest_forwarded", context, contact.language))


def _context(expression: Expression, name: str, language: str, fields: list[str], url: str) -> dict[str, Any]:
    opportunity = expression.opportunity
    with translation.override(language):
        add_texts([opportunity])
        return {
            "name": name,
            "ref": expression.ref,
            "title": link(opportunity)["label"],
            "opportunity_ref": opportunity.ref,
            "facts": shown(expression, fields),
            "message": expression.message if "message" in fields else "",
            "answers": answers(expression, language) if "answers" in fields else [],
            "is_named": "person" in fields,
            "has_contact": "email" in fields,
            "days": ANSWER_WITHIN.days,
            "url": url,
        }


def forward(
    expression: Expression, by: Any, contact: OwnerContact, fields: Iterable[str], note: str = ""
) -> Forwarding:
    """Hand ``expression`` on with ``fields``; one that is with the owner already is sent again, and the former link ends.

    :class:`~interest.steps.Refused` if it may not be forwarded now. What the sender agreed to is asked again when the
    mail is sent.
    """
    with transaction.atomic():
        if expression.state == ExpressionState.FORWARDED:
            steps.say(expression, by, note=note or _("Sent to the owner again."))
        else:
            steps.advance(expression, ExpressionState.FORWARDED, by, note=note)
        forwarding = expression.forwardings.create(
            by=by, name=contact.name, email=contact.email, language=contact.language, fields=list(fields)
        )
        jobs.enqueue(send_forwarding, key=str(forwarding.pk), forwarding_id=forwarding.pk)
    return forwarding


def current(expression: Expression) -> Forwarding | None:
    """The last forwarding: the only one whose link opens."""
    return expression.forwardings.order_by("-pk").first()


def is_open(forwarding: Forwarding) -> bool:
    """Whether the owner may still see what was forwarded and answer it."""
    expression = forwarding.expression
    if expression.state not in ANSWERABLE or expression.erased_at is not None:
        return False
    if forwarding != current(expression):
        return False
    return set(forwarding.fields) <= set(offer(expression).fields)


def may_be_forwarded(expression: Expression) -> bool:
    """Whether its state allows to hand it on, or to send it again."""
    is_with_owner = expression.state == ExpressionState.FORWARDED
    return is_with_owner or expression.may_become(ExpressionState.FORWARDED)


def to_owners() -> QuerySet[Forwarding]:
    return Forwarding.objects.select_related("expression__opportunity__owner")


@jobs.job(gettext_lazy("Send an expression of interest to the owner"))
def send_forwarding(forwarding_id: int) -> None:
    """Send the mail once, if the sender still agrees to all it shows."""
    forwarding = to_owners().filter(pk=forwarding_id, sent_at__isnull=True).exclude(email="").first()
    if forwarding is None or not is_open(forwarding):
        return
    expression = forwarding.expression
    url = owner_url(forwarding.key, forwarding.language)
    context = _context(expression, forwarding.name, forwarding.language, forwarding.fields, url)
    send(forwarding.email, "interest_forwarded", context, forwarding.language)
    Forwarding.objects.filter(pk=forwarding.pk).update(sent_at=clock.now())

"""Mails to senders, and to owners who are asked to erase; each is written when it is sent.

None repeats what the sender wrote, not even a name: whoever types another's address cannot use it to send words there.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from intake import limits
from intake.mails import send
from intake.models import erased
from interest.links import status_url
from interest.models import Expression, Forwarding, Step
from interest.presentation import opportunity_of
from publishing import clock, formats
from publishing.jobs import enqueue, job

__all__ = ["recall", "recall_all", "send_receipt", "send_step"]

# A receipt that could not be sent for so long is not sent any more: the page has told all it says.
LATEST = timedelta(days=1)
SLACK = timedelta(seconds=1)


def matter_of(expression: Expression) -> dict[str, Any]:
    """What a mail says of an expression, in the active language."""
    opportunity = expression.opportunity
    return {
        "ref": expression.ref,
        "title": opportunity_of(expression)["label"],
        "opportunity_ref": opportunity.ref,
        "reply_by": formats.moment(
            expression.reply_by, opportunity.deadline_zone, translation.get_language()
        ),
        "status_url": status_url(expression, expression.language),
    }


@job(_("Confirm that an expression of interest was received"))
def send_receipt(expression_id: int) -> None:
    """Reference, time of reply and the private link; later, if the mailbox has had several such mails."""
    expression = _reachable(expression_id)
    now = clock.now()
    if expression is None or expression.received_at < now - LATEST:
        return
    due = limits.next_mail_at(expression.email, "receipt")
    if due > now + SLACK:
        enqueue(send_receipt, key=str(expression_id), run_after=due, expression_id=expression_id)
        return
    with translation.override(expression.language):
        send(expression.email, "interest_receipt", matter_of(expression), expression.language)
    limits.note_mail(expression.email, "receipt")


@job(_("Tell a sender what became of an expression of interest"))
def send_step(step_id: int) -> None:
    """The state that was reached, and the words that staff or the owner wrote to the sender."""
    step = Step.objects.filter(pk=step_id).first()
    expression = _reachable(step.expression_id) if step else None
    if step is None or expression is None:
        return
    with translation.override(expression.language):
        context = {
            **matter_of(expression),
            "state": capfirst(step.get_state_display()),
            "told": step.told,
        }
        send(expression.email, "interest_step", context, expression.language)


@job(_("Ask an owner to erase an expression of interest"))
def recall(forwarding_id: int) -> None:
    """The sender does not want it kept any more; the mail names the reference alone."""
    forwarding = Forwarding.objects.select_related("expression").filter(pk=forwarding_id).first()
    if forwarding is None or forwarding.recalled_at or not forwarding.email:
        return
    with translation.override(forwarding.language):
        send(forwarding.email, "interest_recall", {"ref": forwarding.expression.ref}, forwarding.language)
    forwarding.recalled_at = clock.now()
    if forwarding.expression.erased_at:
        forwarding.name = forwarding.email = ""
    forwarding.save(update_fields=["recalled_at", "name", "email"])


def recall_all(expression: Expression) -> None:
    """Have everybody at the owner who got ``expression`` asked to erase it, once."""
    for forwarding in expression.forwardings.filter(sent_at__isnull=False, recalled_at__isnull=True):
        enqueue(recall, key=str(forwarding.pk), forwarding_id=forwarding.pk)


@receiver(erased, sender=Expression)
def _recall_erased(submission: Expression, **_signal: Any) -> None:
    submission.forwardings.filter(Q(sent_at__isnull=True) | Q(recalled_at__isnull=False)).update(
        name="", email=""
    )
    recall_all(submission)


def _reachable(expression_id: int) -> Expression | None:
    rows = Expression.objects.select_related("opportunity").filter(pk=expression_id, erased_at__isnull=True)
    return rows.exclude(email="").first()

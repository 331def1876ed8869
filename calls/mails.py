"""Letters to applicants in their language; each is written when it is sent.

None repeats what the applicant wrote, not even a name: whoever types another's address cannot use it to send words
there.
"""

from datetime import timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from calls.links import status_url
from calls.models import Application, ApplicationState
from intake import limits
from intake.mails import send
from publishing import clock, formats
from publishing.jobs import enqueue, job
from publishing.languages import active
from publishing.presentation import link
from publishing.visibility import add_texts

__all__ = ["send_letter", "send_receipt"]

# A receipt that could not be sent for so long is not sent any more: the page has told all it says.
LATEST = timedelta(days=1)
SLACK = timedelta(seconds=1)
# The letters, each with its template; those of decisions are sent only while they hold.
TEMPLATES = {
    ApplicationState.ACCEPTED: "application_accepted",
    ApplicationState.WAITING: "application_waiting",
    ApplicationState.DECLINED: "application_declined",
    ApplicationState.CONFIRMED: "application_confirmed",
    ApplicationState.JOINED: "application_joined",
    ApplicationState.WITHDRAWN: "application_withdrawn",
}


@job(_("Confirm that an application was received"))
def send_receipt(application_id: int) -> None:
    """Reference, day of the decision and the private link; later, if the mailbox has had several such mails."""
    application = _reachable(application_id)
    now = clock.now()
    if application is None or application.received_at < now - LATEST:
        return
    due = limits.next_mail_at(application.email, "receipt")
    if due > now + SLACK:
        enqueue(send_receipt, key=str(application_id), run_after=due, application_id=application_id)
        return
    _send(application, "application_receipt")
    limits.note_mail(application.email, "receipt")


@job(_("Send an applicant a letter"))
def send_letter(application_id: int, letter: str) -> None:
    """Tell what became of an application; nothing if that no longer holds."""
    application = _reachable(application_id)
    if application is not None and application.told == letter:
        _send(application, TEMPLATES[ApplicationState(letter)])


def _send(application: Application, template: str) -> None:
    with translation.override(application.language):
        send(application.email, template, _matter(application), application.language)


def _matter(application: Application) -> dict[str, Any]:
    """What a letter says, in the active language."""
    call = application.call
    add_texts([each for each in (call, call.event) if each])
    return {
        "ref": application.ref,
        "title": link(call)["label"],
        "event": link(call.event).get("label", ""),
        "decision_on": formats.date(call.decision_on, active()) if call.decision_on else "",
        "confirm_by": formats.date(application.confirm_by, active()) if application.confirm_by else "",
        "position": application.position,
        "reason": application.reason,
        "status_url": status_url(application, application.language),
    }


def _reachable(application_id: int) -> Application | None:
    rows = Application.objects.select_related("call__event").filter(pk=application_id, erased_at__isnull=True)
    return rows.exclude(email="").first()

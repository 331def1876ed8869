"""Storing an application, once, with its consents; the receipt follows by mail."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.forms import ApplicationForm
from calls.mails import send_receipt
from calls.models import Application, ApplicationState, Call
from events.models import Event
from intake import consents
from intake.consents import Matter
from publishing import clock, jobs
from publishing.enums import Zone
from publishing.languages import active
from publishing.models import Entry
from publishing.visibility import is_visible

__all__ = ["Late", "matter_of", "receive"]

FIELDS = gettext_lazy(
    "The names, website, size and technologies of your company, the names and positions of those who travel, your own "
    "name, e-mail address and telephone number, your answers and your message, and the document if you send one."
)

# What the form and the application have in common.
PLAIN = (
    *("country", "name_hangul", "name_han", "name_latin", "website", "size_class", "sentence"),
    *("person", "email", "phone", "message"),
)
# Within this time the same form from the same sender is one application.
SAME = timedelta(minutes=10)


class Late(Exception):
    """The deadline passed while the form was open."""


def matter_of(call: Call) -> Matter:
    """Who gets an application: the organizers, and the hosts in the country in which the event takes place."""
    event: Event | None = call.event
    title = event.title if event and is_visible(event) else call.title
    in_korea = event is not None and event.zone == Zone.SEOUL
    return Matter(
        recipient=_("“%(event)s” (organizers and hosts)") % {"event": title},
        country="KR" if in_korea else "CN",
        fields=FIELDS,
    )


@transaction.atomic
def receive(call: Call, form: ApplicationForm) -> Application:
    """Store what the valid ``form`` holds; :class:`Late` if the call takes no applications any more."""
    Entry.objects.select_for_update().get(pk=call.pk)
    if not Call.objects.get(pk=call.pk).takes_applications():
        raise Late
    given = form.cleaned_data
    if same := _just_sent(call, {name: given[name] for name in PLAIN}):
        return same
    answers = form.answers()
    application = Application(
        call=call,
        language=active(),
        answers=answers,
        fits=all(each["answer"] == each["wanted"] for each in answers),
        technologies=form.technologies(),
        travellers=form.travellers(),
        document=given["document"] or "",
        document_name=form.document_name(),
        is_sample=call.is_sample,
        **{name: given[name] for name in PLAIN},
    )
    application.organization_name = application.company_name()
    application.save()
    application.steps.create(at=application.received_at, state=application.state)
    consents.record(application.ref, form.notices(), form.given())
    jobs.enqueue(send_receipt, key=str(application.pk), application_id=application.pk)
    return application


def _just_sent(call: Call, said: dict[str, Any]) -> Application | None:
    """The application that the same button has sent a moment ago."""
    return Application.objects.filter(
        call=call.pk, state=ApplicationState.RECEIVED, received_at__gt=clock.now() - SAME, **said
    ).first()

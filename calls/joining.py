"""From a confirmed application to a participant: the company's entry, its place at the event, the link to its profile."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from calls.mails import send_letter
from calls.models import Application, ApplicationState
from calls.selection import Refused
from events.models import Event, Participation, Pavilion
from events.models.participation import Capacity
from organizations.models import Company, OrganizationName, Technology
from organizations.models.organizations import OrganizationType
from profiles import links as profiles
from publishing import jobs
from publishing.actions import Actor, Create, DraftText, EditText, RecordFacts
from publishing.enums import Severity
from publishing.languages import Language
from publishing.models import Entry, FormerAddress

__all__ = ["candidates", "make_participant", "remove_participant"]


def candidates(application: Application) -> list[Company]:
    """Companies on record that bear one of the names given, by which a second entry of one company is avoided."""
    names = {application.name_hangul, application.name_han, application.name_latin} - {""}
    found = set(OrganizationName.objects.filter(text__in=names).values_list("organization", flat=True))
    found |= set(Entry.objects.filter(kind="company", texts__title__in=names).values_list("pk", flat=True))
    return list(Company.objects.filter(pk__in=found).order_by("pk"))


def make_participant(application: Application, actor: Actor, company: Company | None = None) -> Company:
    """Put the company on the list of participants, and send it the link to its profile.

    Without ``company`` a new one is made as a draft, which staff translate and release. :class:`Refused` unless the
    company has confirmed; the kernel's own refusals are passed on, and then nothing has happened.
    """
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=application.call_id)
        locked = Application.objects.select_for_update().get(pk=application.pk)
        if locked.state != ApplicationState.CONFIRMED or locked.erased_at:
            raise Refused(_("Only a company that has confirmed is put on the list of participants."))
        joining = company or _company(locked, actor)
        for event, capacity, pavilion in _places(locked):
            _add(event, capacity, pavilion, joining, actor)
        locked.company = joining
        locked.state = locked.told = ApplicationState.JOINED
        locked.save(update_fields=["company", "state", "told"])
        locked.steps.create(by=actor.user, state=locked.state)
        jobs.enqueue(
            send_letter,
            key=f"{locked.pk}-{locked.state}",
            application_id=locked.pk,
            letter=str(locked.state),
        )
        profiles.give(joining, locked.email, locked.language, actor.user)
    application.refresh_from_db()
    return joining


def remove_participant(application: Application, actor: Actor) -> None:
    """Take the company off the list again; the application is then one that was confirmed, and can be declined."""
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=application.call_id)
        locked = Application.objects.select_for_update().get(pk=application.pk)
        if locked.state != ApplicationState.JOINED or locked.company_id is None:
            raise Refused(_("This company is not on the list of participants."))
        for event, capacity, _pavilion in _places(locked):
            Participation.objects.filter(
                event=event.pk, capacity=capacity, organization=locked.company_id, role=None
            ).delete()
            _record(event, actor, _("A participant was taken off the list."))
        locked.state = ApplicationState.CONFIRMED
        locked.save(update_fields=["state"])
        locked.steps.create(by=actor.user, state=locked.state, note=_("Taken off the list of participants."))
    application.refresh_from_db()


def _places(application: Application) -> list[tuple[Event, str, Pavilion | None]]:
    """Where the company takes part and as what: at the event, and in the pavilion where that stands elsewhere."""
    call = application.call
    if call.event is None:
        raise Refused(_("This call has no event."))
    pavilion = call.pavilion
    if pavilion is None or pavilion.exhibition_id == call.event_id:
        return [(call.event, call.capacity, pavilion)]
    return [(call.event, call.capacity, None), (pavilion.exhibition, Capacity.EXHIBITOR, pavilion)]


def _add(event: Event, capacity: str, pavilion: Pavilion | None, company: Company, actor: Actor) -> None:
    there = Participation.objects.filter(
        event=event.pk, capacity=capacity, organization=company.pk, role=None
    )
    if there.exists():
        return
    last = Participation.objects.filter(event=event.pk).order_by("position").last()
    Participation.objects.create(
        event_id=event.pk,
        capacity=capacity,
        organization_id=company.pk,
        pavilion=pavilion,
        position=last.position + 1 if last else 0,
    )
    _record(event, actor, _("A participant was added."))


def _record(event: Event, actor: Actor, note: str) -> None:
    RecordFacts(event.specific, actor, severity=Severity.MINOR, reason=note).execute()


def _company(application: Application, actor: Actor) -> Company:
    """A draft with what the company said of itself, in its own words and language."""
    language = Language(application.language)
    company = Company(
        slug=_slug(application),
        type=OrganizationType.COMPANY,
        country=application.country,
        website=application.website,
        size_class=application.size_class,
        authoritative_language=language,
        is_sample=application.is_sample,
    )
    company.full_clean()
    company.save()
    for code, name in _names(application).items():
        OrganizationName.objects.create(organization=company, language=code, text=name)
    for position, given in enumerate(application.technologies):
        _technology(company, given, position, language)
    Create(company, actor).execute()
    for code, name in _names(application).items():
        _title(company, actor, code, name, application.sentence if code == language else "")
    return company


def _names(application: Application) -> dict[Language, str]:
    """The names by language; the language of the application always has one."""
    names = {
        Language.KOREAN: application.name_hangul,
        Language.CHINESE: application.name_han,
        Language.ENGLISH: application.name_latin,
    }
    given = {code: name for code, name in names.items() if name}
    return {Language(application.language): application.company_name(), **given}


def _title(company: Company, actor: Actor, language: Language, name: str, sentence: str) -> None:
    DraftText(company, actor, language=language).execute()
    text = company.texts.open().get(language=language)
    text.title, text.deck = name, sentence
    EditText(text, actor).execute()


def _technology(company: Company, given: dict[str, Any], position: int, language: Language) -> None:
    words = {f"{name}_{language.suffix}": given.get(name, "") for name in ("name", "summary", "references")}
    Technology.objects.create(
        company=company, position=position, stage=given["stage"], ipr=given["ipr"], **words
    )


def _slug(application: Application) -> str:
    """An address that no other company has or had, from the name in Latin letters or else the reference."""
    base = slugify(application.name_latin)[:60].strip("-") or application.ref.lower()
    number, slug = 1, base
    while (
        Entry.objects.filter(kind="company", slug=slug).exists()
        or FormerAddress.objects.filter(kind="company", slug=slug).exists()
    ):
        number += 1
        slug = f"{base}-{number}"
    return slug

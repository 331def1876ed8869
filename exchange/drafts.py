"""The draft of a press release made from a document: everything at once, or nothing."""

from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from translated_fields import to_attribute

from exchange.documents import Contact, Draft, Picture
from exchange.issuers import guess_issuer
from exchange.models import ImportFinding, WaitingDocument
from news.models import PressContact, PressRelease
from publishing import files
from publishing.actions import Actor, Create, DraftText, EditText
from publishing.dates import PartialDate
from publishing.enums import Zone
from publishing.languages import LANGUAGES, Language
from publishing.models import Attachment, Entry, EntryImage, Image
from publishing.renditions import make_renditions

__all__ = ["facts_of", "make_draft"]


def facts_of(draft: Draft, user: Any) -> PressRelease:
    """A press release of ``user``, not stored, with the facts of ``draft``; what it had to assume joins the list of the draft."""
    release = PressRelease(authoritative_language=draft.language, type=draft.type)
    release.release_at = draft.release_at
    release.release_zone = draft.release_zone or Zone.SEOUL
    release.distributed_zone = draft.distributed_zone or Zone.SEOUL
    release.distributed_at = draft.distributed_at
    if draft.distributed_on and draft.distributed_at is None:
        zone = ZoneInfo(release.distributed_zone)
        release.distributed_at = datetime.combine(draft.distributed_on, time(0), zone)
        at = release.distributed_at.isoformat()
        draft.doubt(
            "distribution_time", draft.distributed_on.isoformat(), at=at, zone=release.distributed_zone
        )
    if draft.dated:
        release.dated = PartialDate.of(draft.dated)
    release.issuer = guess_issuer(draft, user)
    if release.issuer:
        draft.doubt("issuer_guessed", draft.source, issuer=release.issuer.title)
    elif draft.source:
        draft.doubt("source_named", draft.source)
    if draft.language != Language.ENGLISH:
        for contact in draft.contacts:
            draft.doubt("contact_spelling", contact.name)
    release.slug = _free_slug(draft)
    return release


def _free_slug(draft: Draft) -> str:
    words = slugify(draft.title)[:60].strip("-") if draft.language == Language.ENGLISH else ""
    stem = words or f"press-release-{draft.dated:%Y-%m-%d}" if words or draft.dated else "press-release"
    for number in count(1):
        slug = stem if number == 1 else f"{stem}-{number}"
        if not Entry.objects.filter(kind=PressRelease.KIND.code, slug=slug).exists():
            return slug
    raise AssertionError("numbers do not end")


def make_draft(
    draft: Draft, release: PressRelease, wording: dict[str, Any], actor: Actor, document: WaitingDocument
) -> PressRelease:
    """Store ``release`` with its text, contacts and pictures, and what has to be looked at; ``document`` is done with.

    ``wording`` holds title, deck, papers, and as ``keep_document`` whether the document is attached. What refuses or
    fails leaves nothing behind, neither rows nor files.
    """
    making = _Making(draft, release, wording, actor, document)
    try:
        with transaction.atomic():
            making.store()
            document.delete()
    except BaseException:
        for file in making.stored:
            file.storage.delete(file.name)
        raise
    return release


@dataclass
class _Making:
    """One draft on its way into the portal, with the files that were stored for it."""

    draft: Draft
    release: PressRelease
    wording: dict[str, Any]
    actor: Actor
    document: WaitingDocument
    stored: list[Any] = field(default_factory=list)

    @property
    def language(self) -> Language:
        return Language(self.release.authoritative_language)

    def store(self) -> None:
        setattr(self.release, to_attribute("embargo_note", self.language), self.wording["papers"])
        self.release.save()
        for position, contact in enumerate(self.draft.contacts):
            self._add_contact(contact, position)
        for position, picture in enumerate(self.draft.pictures):
            self._add_picture(picture, position)
        if self.wording["keep_document"]:
            self._attach()
        source = _("Imported from %(document)s") % {"document": self.document.name}
        Create(self.release, self.actor, reason=source).execute()
        self._write()
        ImportFinding.objects.bulk_create(
            ImportFinding(
                entry=self.release, code=each.code, words=each.words, assumed=each.assumed, position=position
            )
            for position, each in enumerate(self.draft.uncertainties)
        )

    def _write(self) -> None:
        begin = DraftText(self.release, self.actor, language=self.language)
        begin.execute()
        text = begin.text
        if text is None:
            raise TypeError("a version that was begun has a text")
        text.entry = self.release
        text.title, text.deck = self.wording["title"], self.wording["deck"]
        text.body, text.notes = self.draft.body, self.draft.notes
        EditText(text, self.actor).execute()

    def _add_contact(self, contact: Contact, position: int) -> None:
        person = PressContact(
            release=self.release, phone=contact.phone, email=contact.email, position=position
        )
        # A name is needed in English; until somebody spells it in Latin letters it stands as it is written.
        for language in {Language.ENGLISH, self.language}:
            setattr(person, to_attribute("name", language), contact.name)
        setattr(person, to_attribute("unit", self.language), contact.unit)
        person.full_clean()
        person.save()

    def _add_picture(self, picture: Picture, position: int) -> None:
        image = Image(file=ContentFile(picture.content, picture.name), uploaded_by=self.actor.user)
        setattr(image, to_attribute("alt", self.language), picture.alt)
        setattr(image, to_attribute("caption", self.language), picture.caption)
        try:
            image.full_clean()
        except ValidationError as error:
            reason = " ".join(error.messages)
            self.draft.doubt("image_refused", picture.after, image=picture.name, reason=reason)
            return
        image.save()
        self.stored.append(image.file)
        try:
            make_renditions(image)
        finally:
            self.stored.extend(rendition.file for rendition in image.renditions.all())
        EntryImage.objects.create(entry=self.release, image=image, position=position)

    def _attach(self) -> None:
        ending = files.suffix(self.document.name)
        stem = self.document.name.removesuffix(ending) or self.document.name
        attachment = Attachment(
            entry=self.release,
            file=ContentFile(bytes(self.document.content), f"document{ending}"),
            name=slugify(stem)[:80] or self.release.slug,
            language=self.language,
        )
        for language in LANGUAGES:
            with translation.override(language):
                setattr(attachment, to_attribute("title", language), _("Original document"))
        attachment.full_clean()
        attachment.save()
        self.stored.append(attachment.file)

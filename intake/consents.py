"""What a sender is asked to agree to, word for word, and what became of it.

The words follow the Korean Personal Information Protection Act (articles 15, 17, 22, 28-8) and the Chinese Personal
Information Protection Law (articles 14, 17, 23, 39): who handles what for which purpose, who gets it where, how long it
is kept, what a refusal means, how to withdraw. A change of words needs a new version; a test holds that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import Consent, Purpose
from publishing import clock
from publishing.languages import active

__all__ = ["VERSIONS", "Matter", "Notice", "is_given", "may_pass_on", "notice", "record", "withdraw"]

VERSIONS = {Purpose.PROCESSING: "2026-11", Purpose.CROSS_BORDER: "2026-11"}

COUNTRIES = {
    "KR": gettext_lazy("Republic of Korea"),
    "CN": gettext_lazy("People’s Republic of China"),
    "": gettext_lazy("a country outside yours"),
}
FIELDS = gettext_lazy(
    "Your name, organization, side, e-mail address and message, your answers on eligibility, and your telephone "
    "number and website if you give them."
)
HANDLER = gettext_lazy("Green Cooperation Portal")


@dataclass(frozen=True)
class Matter:
    """Who handles what is sent, who gets it and where that is; names in the reader's language.

    ``country`` is "KR", "CN" or empty for elsewhere. ``fields`` says in a sentence which data are asked for.
    """

    recipient: str
    country: str
    handler: Any = HANDLER
    fields: Any = FIELDS

    def crosses_border(self, side: str) -> bool:
        """Whether a sender of this ``side`` and the recipient are in different countries, or may be."""
        return not side or side != self.country


@dataclass(frozen=True)
class Notice:
    """One consent as it is asked for: heading, points of term and words, and the question at the end."""

    purpose: Purpose
    version: str
    heading: str
    points: tuple[tuple[str, str], ...]
    question: str

    def __str__(self) -> str:
        """The literal words, as they are stored."""
        line = _("%(label)s: %(value)s")
        points = "\n".join(line % {"label": term, "value": words} for term, words in self.points)
        return f"{self.heading}\n\n{points}\n\n{self.question}"


def notice(purpose: Purpose, matter: Matter) -> Notice:
    """The words for ``purpose`` in the active language, of the present version."""
    heading, points, question = _WORDS[purpose]()
    names = {
        "handler": str(matter.handler),
        "recipient": matter.recipient,
        "country": str(COUNTRIES[matter.country]),
        "fields": str(matter.fields),
    }
    filled = tuple((term, words % names) for term, words in points)
    return Notice(purpose, VERSIONS[purpose], heading, filled, question % names)


def _processing() -> tuple[str, list[tuple[str, str]], str]:
    points = [
        (_("Who handles it"), _("%(handler)s. Its help desk reads what you send and answers you.")),
        (
            _("What for"),
            _("To check what you send, to answer you, and to put you in touch with %(recipient)s."),
        ),
        (_("Which data"), _("%(fields)s")),
        (
            _("Who gets it"),
            _(
                "%(recipient)s, as far as you allow it in this form. Nobody else gets it; it is not used for "
                "advertising and never published."
            ),
        ),
        (
            _("How long"),
            _(
                "Until 24 months after the matter is closed. Then everything that names you is erased by itself. "
                "You can have it erased earlier at any time."
            ),
        ),
        (
            _("Your rights"),
            _(
                "With the private link in our mail you see what we keep, withdraw this consent and erase "
                "everything. For a copy or a correction write to the address on the contact page."
            ),
        ),
        (
            _("If you refuse"),
            _("You may refuse. We cannot handle anything without this consent, so nothing is sent then."),
        ),
    ]
    return (
        _("Handling of your personal data"),
        points,
        _("I agree that my personal data are handled as said here."),
    )


def _cross_border() -> tuple[str, list[tuple[str, str]], str]:
    points = [
        (_("Who gets it"), _("%(recipient)s")),
        (_("To which country"), _("%(country)s")),
        (
            _("Which data"),
            _(
                "What you write in this form; your e-mail address and telephone number only if you allow that "
                "as well."
            ),
        ),
        (_("What for"), _("So that %(recipient)s can decide whether to answer you.")),
        (_("When and how"), _("By e-mail, after the help desk has checked what you sent.")),
        (
            _("How long"),
            _(
                "%(recipient)s is asked to erase it at the latest 24 months after the matter is closed, and "
                "earlier when you want it."
            ),
        ),
        (
            _("If you refuse"),
            _(
                "You may refuse and send the form all the same. Nothing that names you is then sent to "
                "%(recipient)s; the help desk can only ask there without naming you."
            ),
        ),
        (
            _("Your rights"),
            _(
                "You can withdraw this consent at any time with the private link in our mail. What was sent "
                "before cannot be called back; the help desk then asks %(recipient)s to erase it, and passes on "
                "whatever else you ask of %(recipient)s."
            ),
        ),
    ]
    return (
        _("Sending your personal data to another country"),
        points,
        _("I agree that my personal data are sent to %(recipient)s. Country: %(country)s."),
    )


_WORDS = {Purpose.PROCESSING: _processing, Purpose.CROSS_BORDER: _cross_border}


@transaction.atomic
def record(ref: str, shown: Iterable[Notice], given: Mapping[Purpose, bool]) -> None:
    """Keep for the submission ``ref`` what was shown in the active language, and whether it was agreed to."""
    for each in shown:
        Consent.objects.create(
            ref=ref,
            purpose=each.purpose,
            version=each.version,
            language=active(),
            shown=str(each),
            is_given=given[each.purpose],
        )


def is_given(ref: str, purpose: Purpose) -> bool:
    """Whether the sender of ``ref`` agreed to ``purpose`` and has not withdrawn that."""
    return Consent.objects.filter(ref=ref, purpose=purpose, is_given=True, withdrawn_at__isnull=True).exists()


def may_pass_on(ref: str) -> bool:
    """Whether what names the sender of ``ref`` may go to the recipient: he agreed, or no border lies between them."""
    consents = {each.purpose: each for each in Consent.objects.filter(ref=ref)}
    return Purpose.PROCESSING in consents and all(
        each.is_given and each.withdrawn_at is None for each in consents.values()
    )


def withdraw(ref: str, purpose: Purpose) -> bool:
    """Note that a consent was withdrawn; whether there was one to withdraw."""
    given = Consent.objects.filter(ref=ref, purpose=purpose, is_given=True, withdrawn_at__isnull=True)
    return bool(given.update(withdrawn_at=clock.now()))

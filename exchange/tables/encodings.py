"""Which encoding a CSV file is in: Excel in Korea writes CP949, in China GB18030, and neither says so."""

import codecs
from collections import Counter

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Encoding", "UnknownEncoding", "decode"]


class Encoding(models.TextChoices):
    """The encodings that are read; the value is Python's name."""

    UTF_8 = "utf-8-sig", "UTF-8"
    UTF_16 = "utf-16", "UTF-16"
    KOREAN = "cp949", _("Korean (CP949, EUC-KR)")
    CHINESE = "gb18030", _("Chinese (GB18030, GBK)")


class UnknownEncoding(Exception):
    """The bytes are text in none of the encodings that are read."""


# The syllables and characters that make up a good part of any text in the language.
_KOREAN = frozenset(
    "이다의는을에가한고지사기도로리시어하자정인은서대일를해있보아나제수안그스주부전원상국조장공성경과환구중회업동연협력관"
)
_CHINESE = frozenset(
    "的一是不了在有中国大和人这为上个我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "环境保护公司部合作技术水气绿色限韩北京省市生态"
)


def decode(content: bytes, encoding: str = "") -> tuple[str, Encoding]:
    """``content`` as text, with the encoding it was read in: the one that is named, or the likeliest.

    Raises :class:`UnknownEncoding`.
    """
    for candidate in [Encoding(encoding)] if encoding else _candidates(content):
        try:
            return content.decode(candidate), candidate
        except UnicodeDecodeError:
            continue
    raise UnknownEncoding


def _candidates(content: bytes) -> list[Encoding]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [Encoding.UTF_16]
    by_likelihood = sorted(
        (Encoding.KOREAN, Encoding.CHINESE), key=lambda encoding: -_likelihood(content, encoding)
    )
    return [Encoding.UTF_8, *by_likelihood]


def _likelihood(content: bytes, encoding: Encoding) -> float:
    """How much ``content``, read in ``encoding``, looks like text in its language: from 0 to 2."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    letters = Counter(character for character in text if character.isalpha() and character > "\u02ff")
    total = letters.total()
    if not total:
        return 0.0
    korean = encoding is Encoding.KOREAN
    common = sum(number for letter, number in letters.items() if letter in (_KOREAN if korean else _CHINESE))
    script = sum(
        number
        for letter, number in letters.items()
        if ("가" <= letter <= "힣") == korean and letter >= "\u3400"
    )
    return (common + script) / total

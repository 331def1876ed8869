"""The licences that public records are given under."""

from typing import Any

from django.utils.translation import override

from publishing.enums import Licence
from publishing.languages import Language
from publishing.models import Entry
from publishing.visibility import public

__all__ = ["URLS", "licences"]

URLS: dict[str, str] = {
    Licence.KOGL_1: "https://www.kogl.or.kr/info/licenseType1.do",
    Licence.KOGL_2: "https://www.kogl.or.kr/info/licenseType2.do",
    Licence.KOGL_3: "https://www.kogl.or.kr/info/licenseType3.do",
    Licence.KOGL_4: "https://www.kogl.or.kr/info/licenseType4.do",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
}


def licences() -> list[dict[str, Any]]:
    """Every licence in use: its code, its names by language, and where it stands, if it does."""
    used = set(public(Entry).order_by().values_list("licence", flat=True).distinct())
    return [
        {"code": each.value, "name": _names(each), "url": URLS.get(each)} for each in Licence if each in used
    ]


def _names(licence: Licence) -> dict[str, str]:
    names = {}
    for language in Language:
        with override(language):
            names[language.value] = str(licence.label)
    return names

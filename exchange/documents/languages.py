"""Which of the portal's languages a text is written in, told by its letters."""

import re

from publishing.languages import Language

__all__ = ["guess"]

_HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


def guess(text: str) -> Language:
    """The language of ``text``: Korean texts quote Latin names and Han characters, Chinese texts Latin names."""
    hangul, han = len(_HANGUL.findall(text)), len(_HAN.findall(text))
    # An English word has about five letters where Korean and Chinese have two characters.
    latin = len(_LATIN.findall(text)) / 2.5
    if hangul and hangul >= max(han, latin) / 4:
        return Language.KOREAN
    return Language.CHINESE if han > latin else Language.ENGLISH

"""What files staff may bring in: named types whose content is what the name says, within bounds."""

import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from publishing.safety import active_content, bare

__all__ = ["BareImageField", "suffix", "validate_attachment", "validate_image"]

# No side of a WebP image, and so of no rendition, can be longer.
LONGEST_SIDE = 16_383
# Telephones write MPO: a JPEG with further pictures behind it, which are left out.
IMAGE_FORMATS = {
    "JPEG": (".jpg", ".jpeg"),
    "MPO": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "WEBP": (".webp",),
    "AVIF": (".avif",),
}
_SIGNATURES = {
    ".pdf": b"%PDF-",
    ".hwp": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ".zip": b"PK\x03\x04",
    ".docx": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
    ".pptx": b"PK\x03\x04",
    ".hwpx": b"PK\x03\x04",
    ".odt": b"PK\x03\x04",
}
_PACKAGE_MEMBER = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".hwpx": "Contents/content.hpf",
    ".odt": "content.xml",
}
_TEXT = (".csv", ".txt", ".ics")
MEGABYTE = 1024 * 1024


class BareImageField(models.ImageField):
    """A picture that is stored without metadata, however it comes; see :func:`publishing.safety.bare`."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not _is_stored(file):
            file.seek(0)
            setattr(model_instance, self.attname, ContentFile(bare(file.read()), name=file.name))
        return super().pre_save(model_instance, add)


def suffix(name: str) -> str:
    """The lower-case ending of a file's name, with its dot."""
    return PurePath(name).suffix.lower()


def validate_image(file: File) -> None:
    """Refuse what is too large, is no image, or is another kind of image than its name says."""
    if _is_stored(file):
        return
    _check_size(file, settings.IMAGE_MAX_MEGABYTES)
    try:
        with Image.open(file) as picture:
            picture_format = picture.format or ""
            pixels = picture.width * picture.height
            longest = max(picture.size)
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("This is not an image that can be read. Use a JPEG, PNG, WebP or AVIF file."),
            code="not_an_image",
        ) from error
    finally:
        file.seek(0)
    if suffix(file.name or "") not in IMAGE_FORMATS.get(picture_format, ()):
        raise ValidationError(
            _("The content of this file is not what its name says. Use a JPEG, PNG, WebP or AVIF file."),
            code="disguised",
        )
    if pixels > settings.IMAGE_MAX_MEGAPIXELS * 1_000_000:
        raise ValidationError(
            _("This image has more than %(limit)s megapixels. Make it smaller first."),
            code="too_many_pixels",
            params={"limit": settings.IMAGE_MAX_MEGAPIXELS},
        )
    if longest > LONGEST_SIDE:
        raise ValidationError(
            _("This image is more than %(limit)s pixels long or wide. Make it smaller first."),
            code="too_long",
            params={"limit": LONGEST_SIDE},
        )
    _decode(file)


def _decode(file: File) -> None:
    """Read every pixel, and those of the copy to be stored: what was cut off shows only then."""
    try:
        with Image.open(file) as picture:
            picture.load()
        file.seek(0)
        with Image.open(BytesIO(bare(file.read()))) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("This is not an image that can be read. Use a JPEG, PNG, WebP or AVIF file."),
            code="not_an_image",
        ) from error
    finally:
        file.seek(0)


def validate_attachment(file: File) -> None:
    """Refuse what is too large, of an unlisted type, or other than its name says."""
    if _is_stored(file):
        return
    _check_size(file, settings.ATTACHMENT_MAX_MEGABYTES)
    ending = suffix(file.name or "")
    if ending not in _SIGNATURES and ending not in _TEXT:
        raise ValidationError(
            _("Files of the type “%(ending)s” are not accepted. Use one of: %(accepted)s."),
            code="file_type",
            params={"ending": ending, "accepted": ", ".join([*_SIGNATURES, *_TEXT])},
        )
    if not _is_what_it_says(file, ending):
        raise ValidationError(
            _("The content of this file is not what its name says. Save it again in its own program."),
            code="disguised",
        )
    file.seek(0)
    problems = active_content(file.name or "", file.read())
    file.seek(0)
    if problems:
        raise ValidationError([ValidationError(str(problem), code="active_content") for problem in problems])


def _is_stored(file: File) -> bool:
    """Whether ``file`` lies where it belongs, so that it was checked when it came."""
    return bool(getattr(file, "_committed", False))


def _check_size(file: File, megabytes: int) -> None:
    if file.size > megabytes * MEGABYTE:
        raise ValidationError(
            _("This file is larger than %(limit)s MB. Make it smaller first."),
            code="too_large",
            params={"limit": megabytes},
        )


def _is_what_it_says(file: File, ending: str) -> bool:
    try:
        file.seek(0)
        if ending in _TEXT:
            return b"\x00" not in file.read(64 * 1024)
        if not file.read(8).startswith(_SIGNATURES[ending]):
            return False
        if member := _PACKAGE_MEMBER.get(ending):
            file.seek(0)
            with zipfile.ZipFile(file) as package:
                return member in package.namelist()
        return True
    except zipfile.BadZipFile:
        return False
    finally:
        file.seek(0)

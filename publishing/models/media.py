"""Images and attachments: private files that are served only while a visible entry uses them."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publishing import clock, files
from publishing.enums import Crop, Licence
from publishing.fields import PartialDateField, label
from publishing.languages import Language


def make_token() -> str:
    """A name that cannot be guessed."""
    return secrets.token_urlsafe(16)


def image_path(image: "Image", filename: str) -> str:
    return f"images/{image.token}/original{files.suffix(filename)}"


def rendition_path(rendition: "Rendition", _filename: str) -> str:
    return f"images/{rendition.image.token}/{rendition}"


def attachment_path(attachment: "Attachment", filename: str) -> str:
    return f"files/{attachment.token}/file{files.suffix(filename)}"


class Image(models.Model):
    """A picture with its alternative text, caption, credit and rights."""

    token = models.CharField(max_length=32, unique=True, default=make_token, editable=False)
    file = files.BareImageField(
        _("file"),
        upload_to=image_path,
        width_field="width",
        height_field="height",
        validators=[files.validate_image],
        max_length=200,
    )
    width = models.PositiveIntegerField(_("width in pixels"), editable=False)
    height = models.PositiveIntegerField(_("height in pixels"), editable=False)
    alt = label(_("alternative text"), max_length=300)
    caption = label(_("caption"), max_length=500)
    credit = label(_("credit"), max_length=120)
    rights = models.CharField(_("rights"), max_length=24, choices=Licence, default=Licence.KOGL_1)
    taken_on = PartialDateField(_("taken on"), blank=True, help_text=_("2001, 2001-05 or 2001-05-14"))
    focal_x = models.FloatField(
        _("focal point, share from the left"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    focal_y = models.FloatField(
        _("focal point, share from the top"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    may_crop = models.BooleanField(
        _("show only the part around the focal point on small screens"),
        default=False,
        help_text=_("Leave this off for charts, maps and pictures with writing: they are shown whole."),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return self.caption or self.alt or gettext("image %(number)s, without words") % {"number": self.pk}


class ImageVersion(models.Model):
    """A file that an image had before it was replaced; kept for staff, never public."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="versions", verbose_name=_("image"))
    file = models.FileField(_("file"), max_length=200)
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    replaced_at = models.DateTimeField(_("replaced"), default=clock.now, editable=False)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("replaced by"),
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("former file of an image")
        verbose_name_plural = _("former files of images")
        ordering = ("-replaced_at", "-pk")

    def __str__(self) -> str:
        return f"{self.image_id} · {self.width} × {self.height}"


class Rendition(models.Model):
    """A smaller copy of an image, whole or cropped around its focal point, in one width and format."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions", verbose_name=_("image"))
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    crop = models.CharField(_("part"), max_length=8, choices=Crop, blank=True)
    format = models.CharField(_("format"), max_length=4)
    file = models.FileField(_("file"), upload_to=rendition_path, max_length=200)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        ordering = ("crop", "format", "width")
        constraints = [
            models.UniqueConstraint(fields=["image", "crop", "format", "width"], name="rendition_unique")
        ]

    def __str__(self) -> str:
        return f"{self.crop}-{self.width}.{self.format}" if self.crop else f"{self.width}.{self.format}"

    def get_absolute_url(self) -> str:
        part = [self.crop] if self.crop else []
        return reverse("picture", args=[self.image.token, *part, self.width, self.format])


class EntryImage(models.Model):
    """An image's place in an entry; the first one leads."""

    VISIBLE_THROUGH = "entry"

    entry = models.ForeignKey(
        "publishing.Entry", models.CASCADE, related_name="images", verbose_name=_("entry")
    )
    image = models.ForeignKey(Image, models.PROTECT, related_name="uses", verbose_name=_("image"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("image of the entry")
        verbose_name_plural = _("images of the entry")
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["entry", "image"], name="entry_image_unique")]

    def __str__(self) -> str:
        return str(self.image)


class Attachment(models.Model):
    """A file that belongs to an entry, in one language or in none."""

    VISIBLE_THROUGH = "entry"

    entry = models.ForeignKey(
        "publishing.Entry", models.CASCADE, related_name="attachments", verbose_name=_("entry")
    )
    token = models.CharField(max_length=32, unique=True, default=make_token, editable=False)
    file = models.FileField(
        _("file"), upload_to=attachment_path, validators=[files.validate_attachment], max_length=200
    )
    name = models.SlugField(_("file name for download, without ending"), max_length=80)
    title = label(_("title"), required=True)
    language = models.CharField(_("language"), max_length=8, choices=Language, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("attachment", args=[self.token, self.download_name])

    @property
    def download_name(self) -> str:
        """The name readers save the file under."""
        return f"{self.name}{files.suffix(self.file.name or '')}"

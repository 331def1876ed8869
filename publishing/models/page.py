from django.utils.translation import gettext_lazy as _

from publishing.kinds import Kind
from publishing.models.entry import Entry


class Page(Entry):
    """A standing page, such as about, statement, accessibility, privacy and contact."""

    KIND = Kind("page", _("standing page"), _("standing pages"), routes="pages", resource="pages")

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

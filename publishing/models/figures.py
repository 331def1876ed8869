"""Numbers as they were stated: what is counted or paid, how exactly, by whom, as of when."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.enums import Currency, Qualifier, Unit
from publishing.fields import PartialDateField, label


class Figure(models.Model):
    """A stated number; ``stated_as`` keeps the source's own words, ``as_of`` the date it holds for."""

    label = label(_("what it measures"), required=True)
    qualifier = models.CharField(_("qualifier"), max_length=12, choices=Qualifier, default=Qualifier.EXACT)
    stated_as = models.CharField(_("as stated"), max_length=200, blank=True)
    stated_by = models.ForeignKey(
        "publishing.Entry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stated by"),
    )
    as_of = PartialDateField(_("as of"), blank=True, help_text=_("2001, 2001-05 or 2001-05-14"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.label


class Money(Figure):
    """An amount in its stated currency; the conversion is the source's own, never computed here."""

    VISIBLE_THROUGH = "entry"

    entry = models.ForeignKey(
        "publishing.Entry", models.CASCADE, related_name="money", verbose_name=_("entry")
    )
    amount = models.DecimalField(
        _("amount"), max_digits=20, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency)
    converted_amount = models.DecimalField(
        _("converted amount"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    converted_currency = models.CharField(_("converted currency"), max_length=3, choices=Currency, blank=True)
    converted_by = models.CharField(_("converted by"), max_length=120, blank=True)

    class Meta(Figure.Meta):
        verbose_name = _("amount of money")
        verbose_name_plural = _("amounts of money")
        constraints = [
            models.CheckConstraint(name="money_not_negative", condition=models.Q(amount__gte=0)),
            models.CheckConstraint(
                name="money_conversion_complete",
                condition=models.Q(converted_amount__isnull=True, converted_currency="", converted_by="")
                | (
                    models.Q(converted_amount__isnull=False)
                    & ~models.Q(converted_currency="")
                    & ~models.Q(converted_by="")
                ),
                violation_error_message=_("A conversion needs its amount, its currency and who made it."),
            ),
        ]


class Count(Figure):
    """A number of people, companies, provinces …, hedged as the source hedged it."""

    VISIBLE_THROUGH = "entry"

    entry = models.ForeignKey(
        "publishing.Entry", models.CASCADE, related_name="counts", verbose_name=_("entry")
    )
    value = models.PositiveIntegerField(_("value"))
    unit = models.CharField(_("unit"), max_length=12, choices=Unit, default=Unit.ITEMS)

    class Meta(Figure.Meta):
        verbose_name = _("count")
        verbose_name_plural = _("counts")

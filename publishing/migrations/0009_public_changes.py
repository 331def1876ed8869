"""What the public is told becomes a record of its own; so far it was read off the entries themselves."""

import uuid
from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models

CLOSING_SOON = timedelta(days=14)


def tell_what_was(apps, schema_editor):
    """Tell of every entry what it still tells of itself; the order of the moments is that of the keys."""
    rows = [row for entry in _approved(apps) for row in _happened(entry)]
    if "opportunities" in apps.app_configs:
        rows += [row for each in _opportunities(apps) for row in _moments(each)]
    change = apps.get_model("publishing", "PublicChange")
    change.objects.bulk_create(
        [
            change(uid=uuid.uuid4(), at=at, change=happening, entry_id=entry, kind=kind)
            for at, happening, entry, kind in sorted(rows)
        ],
        batch_size=500,
    )


def _approved(apps):
    entries = apps.get_model("publishing", "Entry").objects.filter(state="approved")
    return entries.prefetch_related("corrections", "texts")


def _happened(entry):
    moments = {(entry.release_at, "released")}
    moments |= {(each.at, "corrected") for each in entry.corrections.all() if each.at > entry.release_at}
    told = {at for at, _happening in moments} | {entry.withdrawn_at}
    if entry.changed_at and entry.changed_at > entry.release_at and entry.changed_at not in told:
        moments.add((entry.changed_at, "revised"))
    if entry.withdrawn_at:
        moments.add((entry.withdrawn_at, "withdrawn"))
    else:
        moments |= {
            (text.live_at, "corrected" if text.severity == "correction" else "revised")
            for text in entry.texts.all()
            if text.state == "scheduled" and text.live_at > entry.release_at
        }
    return [(at, happening, entry.pk, entry.kind) for at, happening in moments]


def _opportunities(apps):
    rows = apps.get_model("opportunities", "Opportunity").objects
    return rows.filter(state="approved", withdrawn_at__isnull=True, result="")


def _moments(entry):
    """The moments of an opportunity, as its model told them when this was written."""
    end = entry.expires_at
    moments = {(end, "expired")} if end else set()
    if entry.deadline_at and (end is None or entry.deadline_at < end):
        closing = entry.deadline_at - CLOSING_SOON
        opens = entry.opens_at or closing
        moments.add((entry.deadline_at, "closed"))
        moments.add((max(closing, opens), "closing_soon"))
    if entry.opens_at and (entry.deadline_at is None or entry.opens_at < entry.deadline_at - CLOSING_SOON):
        moments.add((entry.opens_at, "opened"))
    return [(at, happening, entry.pk, entry.kind) for at, happening in moments if at > entry.release_at]


class Migration(migrations.Migration):
    dependencies = [("publishing", "0008_few_rows")]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("at", models.DateTimeField(editable=False, verbose_name="at")),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("released", "released"),
                            ("revised", "revised"),
                            ("corrected", "corrected"),
                            ("withdrawn", "withdrawn"),
                            ("opened", "opened"),
                            ("closing_soon", "closing soon"),
                            ("closed", "closed"),
                            ("expired", "expired"),
                        ],
                        editable=False,
                        max_length=16,
                        verbose_name="change",
                    ),
                ),
                ("kind", models.CharField(editable=False, max_length=24, verbose_name="kind")),
                ("slug", models.CharField(blank=True, editable=False, max_length=80, verbose_name="code")),
                (
                    "entry",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_changes",
                        to="publishing.entry",
                        verbose_name="entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "public change",
                "verbose_name_plural": "public changes",
                "ordering": ("at", "pk"),
                "indexes": [models.Index(fields=["at", "id"], name="public_change_order")],
            },
        ),
        migrations.RunPython(tell_what_was, migrations.RunPython.noop),
    ]

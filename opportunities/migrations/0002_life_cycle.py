from zoneinfo import ZoneInfo

import django.db.models.deletion
from django.db import migrations, models

import publishing.clock


def date_results(apps, schema_editor):
    """A result without a day was known when the deadline had passed, or when readers were last told of it."""
    for opportunity in apps.get_model("opportunities", "Opportunity").objects.exclude(result=""):
        moments = filter(None, (opportunity.deadline_at, opportunity.changed_at))
        known = min(moments, default=opportunity.created_at)
        opportunity.decided_on = known.astimezone(ZoneInfo(opportunity.deadline_zone)).date()
        opportunity.save(update_fields=["decided_on"])


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0001_initial"),
        ("publishing", "0010_longer_decks"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExpiryNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expires_at", models.DateTimeField(editable=False, verbose_name="expires")),
                (
                    "told_at",
                    models.DateTimeField(default=publishing.clock.now, editable=False, verbose_name="told"),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expiry_notices",
                        to="opportunities.opportunity",
                        verbose_name="opportunity",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice before an expiry",
                "verbose_name_plural": "notices before an expiry",
                "constraints": [
                    models.UniqueConstraint(fields=("opportunity", "expires_at"), name="expiry_notice_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="opportunity",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="result known since"),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="extended_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="time of the extension"
            ),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="former_deadline_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="deadline before the extension"
            ),
        ),
        migrations.AlterField(
            model_name="opportunity",
            name="extended",
            field=models.BooleanField(default=False, editable=False, verbose_name="deadline was extended"),
        ),
        migrations.RunPython(date_results, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="opportunity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on__isnull", True), ("result", "")),
                    models.Q(models.Q(("result", ""), _negated=True), ("decided_on__isnull", False)),
                    _connector="OR",
                ),
                name="opportunity_result_dated",
            ),
        ),
    ]

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import publishing.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0002_booths"),
        ("opportunities", "0002_life_cycle"),
        ("organizations", "0003_verified_marks"),
        ("publishing", "0010_longer_decks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "entry_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="publishing.entry",
                    ),
                ),
                (
                    "outcome_stage",
                    models.CharField(
                        choices=[
                            ("consultation", "consultation value"),
                            ("negotiation", "contract under negotiation"),
                            ("mou", "memorandum of understanding"),
                            ("demonstration", "demonstration agreed"),
                            ("contract", "contract signed"),
                            ("delivered", "delivered export"),
                            ("third_market", "third-market result"),
                            ("unspecified", "stage not stated"),
                        ],
                        max_length=16,
                        verbose_name="stage",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="As it was stated; never converted. Left empty where none was stated.",
                        max_digits=20,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("KRW", "South Korean won"),
                            ("CNY", "Chinese yuan"),
                            ("USD", "US dollar"),
                            ("EUR", "euro"),
                        ],
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
                (
                    "qualifier",
                    models.CharField(
                        choices=[
                            ("exact", "exactly"),
                            ("more_than", "more than"),
                            ("at_least", "at least"),
                            ("nearly", "nearly"),
                            ("about", "about"),
                            ("up_to", "up to"),
                        ],
                        default="exact",
                        max_length=12,
                        verbose_name="qualifier",
                    ),
                ),
                ("stated_as", models.CharField(blank=True, max_length=200, verbose_name="as stated")),
                ("as_of", models.DateField(help_text="The day for which this holds.", verbose_name="as of")),
                (
                    "counting_en",
                    models.TextField(blank=True, max_length=500, verbose_name="how it was counted"),
                ),
                (
                    "counting_ko",
                    models.TextField(blank=True, max_length=500, verbose_name="how it was counted"),
                ),
                (
                    "counting_zh_hans",
                    models.TextField(blank=True, max_length=500, verbose_name="how it was counted"),
                ),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="confirmed on")),
                (
                    "is_followed",
                    models.BooleanField(
                        default=True,
                        help_text="After 3, 6, 12 and 24 months. Not for what is only quoted from an old document.",
                        verbose_name="asked about again",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmed_outcomes",
                        to="organizations.organization",
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="events.event",
                        verbose_name="came of",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="outcomes.outcome",
                        verbose_name="earlier stage of the same matter",
                    ),
                ),
                (
                    "from_opportunity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="opportunities.opportunity",
                        verbose_name="answer to the opportunity",
                    ),
                ),
            ],
            options={
                "verbose_name": "outcome",
                "verbose_name_plural": "outcomes",
            },
            bases=("publishing.entry",),
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (3, "after 3 months"),
                            (6, "after 6 months"),
                            (12, "after 12 months"),
                            (24, "after 24 months"),
                        ],
                        verbose_name="asked again",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="asked on")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("standing", "still stands"),
                            ("changed", "has changed"),
                            ("ended", "has ended"),
                            ("no_answer", "no answer"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("finding_en", models.TextField(blank=True, max_length=500, verbose_name="what was found")),
                ("finding_ko", models.TextField(blank=True, max_length=500, verbose_name="what was found")),
                (
                    "finding_zh_hans",
                    models.TextField(blank=True, max_length=500, verbose_name="what was found"),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcome_follow_ups",
                        to="events.event",
                        verbose_name="event",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="outcomes.outcome",
                        verbose_name="outcome",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up",
                "verbose_name_plural": "follow-ups",
                "ordering": ("months", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("link", "link"),
                            ("record", "record on this portal"),
                            ("document", "document that was shown"),
                        ],
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("label_en", models.CharField(max_length=300, verbose_name="what it is")),
                ("label_ko", models.CharField(blank=True, max_length=300, verbose_name="what it is")),
                ("label_zh_hans", models.CharField(blank=True, max_length=300, verbose_name="what it is")),
                ("url", models.URLField(blank=True, verbose_name="address")),
                ("seen_on", models.DateField(verbose_name="seen on")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "record",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publishing.entry",
                        verbose_name="record",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="outcomes.outcome",
                        verbose_name="outcome",
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of evidence",
                "verbose_name_plural": "evidence",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("supplier", "supplier"),
                            ("buyer", "buyer"),
                            ("partner", "partner"),
                            ("site", "operator of the site"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        choices=[("KR", "Korea"), ("CN", "China"), ("", "other or both")],
                        max_length=2,
                        verbose_name="side",
                    ),
                ),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in words")),
                ("name_ko", models.CharField(blank=True, max_length=200, verbose_name="name in words")),
                ("name_zh_hans", models.CharField(blank=True, max_length=200, verbose_name="name in words")),
                (
                    "is_withheld",
                    models.BooleanField(
                        default=False,
                        help_text="Readers then see only the side, as in “a Korean company (name withheld)”.",
                        verbose_name="name withheld",
                    ),
                ),
                (
                    "known_as",
                    models.CharField(
                        blank=True,
                        help_text="Only for a party whose name is withheld; it is never published.",
                        max_length=200,
                        verbose_name="name for the newsroom alone",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcome_roles",
                        to="organizations.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcome_parties",
                        to="outcomes.outcome",
                        verbose_name="outcome",
                    ),
                ),
            ],
            options={
                "verbose_name": "party",
                "verbose_name_plural": "parties",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (3, "after 3 months"),
                            (6, "after 6 months"),
                            (12, "after 12 months"),
                            (24, "after 24 months"),
                        ],
                        verbose_name="asked again",
                    ),
                ),
                ("sent_at", models.DateTimeField(default=publishing.clock.now, verbose_name="sent")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="publishing.entry",
                        verbose_name="entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
            },
        ),
        migrations.AddIndex(
            model_name="outcome",
            index=models.Index(fields=["event", "outcome_stage"], name="outcome_event_stage"),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__isnull", True), ("currency", "")),
                    models.Q(
                        ("amount__gte", 0),
                        ("amount__isnull", False),
                        models.Q(("currency", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="outcome_amount_has_currency",
                violation_error_message="An amount and its currency belong together.",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome_stage", "mou"), _negated=True),
                    ("amount__isnull", True),
                    _connector="OR",
                ),
                name="outcome_mou_has_no_amount",
                violation_error_message="A memorandum of understanding obliges nobody to pay: leave the amount empty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_by__isnull", True), ("confirmed_on__isnull", True)),
                    models.Q(("confirmed_by__isnull", False), ("confirmed_on__isnull", False)),
                    _connector="OR",
                ),
                name="outcome_confirmation_complete",
                violation_error_message="Say who confirmed it and on which day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("event__isnull", True), ("outcome__isnull", False)),
                    models.Q(("event__isnull", False), ("outcome__isnull", True)),
                    _connector="OR",
                ),
                name="follow_up_of_one_thing",
                violation_error_message="A follow-up belongs to an outcome or to an event.",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome__isnull", False)),
                fields=("outcome", "months"),
                name="follow_up_once_per_outcome",
                violation_error_message="There is a follow-up after so many months already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("event__isnull", False)),
                fields=("event", "months"),
                name="follow_up_once_per_event",
                violation_error_message="There is a follow-up after so many months already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("record__isnull", True), ("type", "link"), models.Q(("url", ""), _negated=True)
                    ),
                    models.Q(("record__isnull", False), ("type", "record"), ("url", "")),
                    models.Q(("record__isnull", True), ("type", "document"), ("url", "")),
                    _connector="OR",
                ),
                name="outcome_evidence_leads_somewhere",
                violation_error_message="A link needs its address, a record of this portal is chosen, and a document has neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_withheld", False), ("known_as", "")),
                    models.Q(
                        ("is_withheld", True),
                        ("name_en", ""),
                        ("name_ko", ""),
                        ("name_zh_hans", ""),
                        ("organization__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="outcome_party_withheld_has_no_name",
                violation_error_message="A withheld name stands in the field for the newsroom alone, and in no other; only there.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("entry", "months"), name="reminder_once"),
        ),
    ]

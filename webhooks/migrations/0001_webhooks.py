"""Endpoints, their secrets, what each was told and how every call went."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import publishing.clock
import webhooks.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("publishing", "0009_public_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.CharField(max_length=40, verbose_name="event")),
                ("type", models.CharField(max_length=32, verbose_name="type of event")),
                ("ref", models.CharField(blank=True, max_length=16, verbose_name="reference")),
                (
                    "at",
                    models.DateTimeField(default=publishing.clock.now, verbose_name="moment of the event"),
                ),
                ("payload", models.TextField(verbose_name="request body")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("delivered", "delivered"),
                            ("failed", "failed"),
                            ("dropped", "not sent: no longer visible"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "next_at",
                    models.DateTimeField(
                        default=publishing.clock.now, null=True, verbose_name="next attempt"
                    ),
                ),
                ("created_at", models.DateTimeField(default=publishing.clock.now, verbose_name="stored")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed")),
                (
                    "change",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="publishing.publicchange",
                        verbose_name="change",
                    ),
                ),
            ],
            options={
                "verbose_name": "call",
                "verbose_name_plural": "calls",
                "ordering": ("-created_at", "-pk"),
                "permissions": [("resend_delivery", "Can send calls of webhooks again")],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=publishing.clock.now, verbose_name="time")),
                ("url", models.URLField(max_length=500, verbose_name="web address")),
                ("signature", models.CharField(max_length=300, verbose_name="signature")),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="status")),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("refused", "the address is not allowed"),
                            ("no_host", "the host has no address"),
                            ("no_connection", "no connection"),
                            ("certificate", "the certificate is not valid for the host"),
                            ("timeout", "no answer in time"),
                            ("no_http", "the answer was no HTTP"),
                            ("redirect", "redirects are not followed"),
                            ("status", "the answer was no success"),
                        ],
                        max_length=16,
                        verbose_name="problem",
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=300, verbose_name="technical details")),
                ("excerpt", models.TextField(blank=True, verbose_name="beginning of the answer")),
                ("milliseconds", models.PositiveIntegerField(default=0, verbose_name="duration")),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="webhooks.delivery",
                        verbose_name="call",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt",
                "verbose_name_plural": "attempts",
                "ordering": ("at", "pk"),
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Whose system is called.", max_length=120, verbose_name="name"
                    ),
                ),
                ("url", models.URLField(max_length=500, verbose_name="web address")),
                (
                    "contact",
                    models.EmailField(
                        help_text="Gets a mail when calls have failed for three days and are paused.",
                        max_length=254,
                        verbose_name="contact",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("ko", "Korean"), ("zh-hans", "Simplified Chinese")],
                        default="en",
                        max_length=8,
                        verbose_name="language of mails",
                    ),
                ),
                ("resources", models.JSONField(blank=True, default=list, verbose_name="resources")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "active"), ("paused", "paused")],
                        default="active",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("paused_at", models.DateTimeField(editable=False, null=True, verbose_name="paused")),
                (
                    "pause_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("staff", "paused by staff"),
                            ("failing", "failed for three days"),
                            ("gone", "answered that it is gone for good (410)"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="reason",
                    ),
                ),
                (
                    "pause_note",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="note"),
                ),
                (
                    "failing_since",
                    models.DateTimeField(editable=False, null=True, verbose_name="failing since"),
                ),
                ("told_at", models.DateTimeField(default=publishing.clock.now, editable=False)),
                ("told_key", models.BigIntegerField(default=webhooks.models.newest_key, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=publishing.clock.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
            ],
            options={
                "verbose_name": "consumer",
                "verbose_name_plural": "consumers",
                "ordering": ("name", "pk"),
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="endpoint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="webhooks.endpoint",
                verbose_name="consumer",
            ),
        ),
        migrations.CreateModel(
            name="Secret",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.TextField(editable=False)),
                ("created_at", models.DateTimeField(default=publishing.clock.now)),
                ("ends_at", models.DateTimeField(null=True)),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="secrets",
                        to="webhooks.endpoint",
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pause_reason", ""), ("paused_at__isnull", True), ("state", "active")),
                    models.Q(
                        ("paused_at__isnull", False),
                        ("state", "paused"),
                        models.Q(("pause_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="webhook_pause_has_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["state", "next_at"], name="webhook_delivery_due"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["-created_at", "-id"], name="webhook_delivery_newest"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("endpoint", "event_id"), name="webhook_event_once"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("next_at__isnull", False), ("state", "waiting")),
                    models.Q(models.Q(("state", "waiting"), _negated=True), ("next_at__isnull", True)),
                    _connector="OR",
                ),
                name="webhook_waiting_has_next",
            ),
        ),
        migrations.AddConstraint(
            model_name="secret",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at__isnull", True)), fields=("endpoint",), name="webhook_one_secret"
            ),
        ),
    ]

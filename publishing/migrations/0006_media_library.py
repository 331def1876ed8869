"""Credits in three languages, former files of images, and copies of images that show a part."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

import publishing.clock
import publishing.files
import publishing.models.media

CREDIT = {"blank": True, "max_length": 120, "verbose_name": "credit"}


def credit_in_every_language(apps, schema_editor):
    """What was one text for all readers stays what each of them reads."""
    apps.get_model("publishing", "Image").objects.update(
        credit_ko=F("credit_en"), credit_zh_hans=F("credit_en")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0005_jobs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("image", "credit", "credit_en"),
        migrations.AddField(
            "image", "credit_ko", models.CharField(default="", **CREDIT), preserve_default=False
        ),
        migrations.AddField(
            "image", "credit_zh_hans", models.CharField(default="", **CREDIT), preserve_default=False
        ),
        migrations.RunPython(credit_in_every_language, migrations.RunPython.noop),
        migrations.AddField(
            "image",
            "may_crop",
            models.BooleanField(
                default=False,
                help_text="Leave this off for charts, maps and pictures with writing: they are shown whole.",
                verbose_name="show only the part around the focal point on small screens",
            ),
        ),
        migrations.AlterField(
            "image",
            "file",
            publishing.files.BareImageField(
                height_field="height",
                max_length=200,
                upload_to=publishing.models.media.image_path,
                validators=[publishing.files.validate_image],
                verbose_name="file",
                width_field="width",
            ),
        ),
        migrations.AlterModelOptions(
            "rendition",
            {
                "ordering": ("crop", "format", "width"),
                "verbose_name": "rendition",
                "verbose_name_plural": "renditions",
            },
        ),
        migrations.RemoveConstraint("rendition", "rendition_unique"),
        migrations.AddField(
            "rendition",
            "crop",
            models.CharField(
                blank=True,
                choices=[
                    ("card", "card in social networks (1.91 : 1)"),
                    ("lead", "lead picture on small screens (3 : 2)"),
                ],
                default="",
                max_length=8,
                verbose_name="part",
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "rendition",
            models.UniqueConstraint(fields=("image", "crop", "format", "width"), name="rendition_unique"),
        ),
        migrations.CreateModel(
            name="ImageVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(max_length=200, upload_to="", verbose_name="file")),
                ("width", models.PositiveIntegerField(verbose_name="width in pixels")),
                ("height", models.PositiveIntegerField(verbose_name="height in pixels")),
                (
                    "replaced_at",
                    models.DateTimeField(
                        default=publishing.clock.now, editable=False, verbose_name="replaced"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="publishing.image",
                        verbose_name="image",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "verbose_name": "former file of an image",
                "verbose_name_plural": "former files of images",
                "ordering": ("-replaced_at", "-pk"),
            },
        ),
    ]

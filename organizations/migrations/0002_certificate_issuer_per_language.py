from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]

    operations = [
        migrations.RenameField("certification", "issued_by", "issued_by_en"),
        *(
            migrations.AddField(
                "certification",
                f"issued_by_{code}",
                models.CharField(blank=True, default="", max_length=200, verbose_name="given by"),
                preserve_default=False,
            )
            for code in ("ko", "zh_hans")
        ),
    ]

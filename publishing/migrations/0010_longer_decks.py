from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0009_public_changes")]

    operations = [
        migrations.AlterField(
            model_name="publicchange",
            name="change",
            field=models.CharField(
                choices=[
                    ("released", "released"),
                    ("revised", "revised"),
                    ("corrected", "corrected"),
                    ("withdrawn", "withdrawn"),
                    ("opened", "opened"),
                    ("closing_soon", "closing soon"),
                    ("closed", "closed"),
                    ("expired", "expired"),
                    ("archived", "archived"),
                ],
                editable=False,
                max_length=16,
                verbose_name="change",
            ),
        ),
        migrations.AlterField(
            model_name="text",
            name="deck",
            field=models.CharField(blank=True, max_length=500, verbose_name="deck"),
        ),
    ]

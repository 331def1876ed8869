"""What is scheduled and what was withdrawn is found without reading everything that is public."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0007_search_newest")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", False)),
                fields=["withdrawn_at", "id"],
                name="entry_withdrawn",
            ),
        ),
        migrations.AddIndex(
            model_name="text",
            index=models.Index(
                condition=models.Q(("state", "scheduled")), fields=["live_at"], name="text_scheduled"
            ),
        ),
    ]

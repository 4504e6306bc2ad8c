from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="token",
            name="ref",
            field=models.CharField(
                blank=True, help_text="what it was given for and ends with", max_length=64
            ),
        ),
        migrations.AddIndex(
            model_name="token",
            index=models.Index(
                condition=models.Q(("ref", ""), _negated=True), fields=["ref"], name="token_by_ref"
            ),
        ),
    ]

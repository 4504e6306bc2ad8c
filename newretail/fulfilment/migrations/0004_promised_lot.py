"""A line may have been promised goods of one lot."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0003_shifts")]
    operations = [
        migrations.AddField(
            model_name="pickline",
            name="lot_code",
            field=models.CharField(
                blank=True, default="", help_text="the lot that was promised; none: any", max_length=20
            ),
        )
    ]

"""What was thrown away in a day is found without reading the day's whole ledger."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0003_refuse_short")]
    operations = [
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(
                condition=models.Q(("target", "waste"), ("source", "waste"), _connector="OR"),
                fields=["store", "at"],
                name="inventory_movement_waste",
            ),
        )
    ]

"""An order is found by the number that people say."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ordering", "0004_refund_requests")]
    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["number", "-created_at"], name="order_by_number"),
        ),
    ]

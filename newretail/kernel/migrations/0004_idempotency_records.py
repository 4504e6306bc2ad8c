"""Kept answers are called what the field calls them; photos live in a room of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_private_photos")]
    operations = [
        migrations.RenameModel("KeptAnswer", "IdempotencyRecord"),
        migrations.RenameIndex(
            "idempotencyrecord", old_name="kept_answer_age", new_name="idempotency_record_age"
        ),
        migrations.DeleteModel("Photo"),
    ]

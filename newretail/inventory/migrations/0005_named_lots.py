"""A hold may name a lot, and a lot knows how much of it was promised so."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("inventory", "0004_waste_by_time")]
    operations = [
        migrations.AddField(
            model_name="lot",
            name="held",
            field=models.BigIntegerField(default=0, help_text="promised of this very lot"),
        ),
        migrations.AddField(
            model_name="hold",
            name="lot",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inventory.lot",
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.CheckConstraint(
                condition=Q(held__gte=0, held__lte=F("on_hand")), name="inventory_lot_held_within_on_hand"
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.CheckConstraint(
                condition=Q(state="good") | Q(held=0), name="inventory_lot_held_only_while_good"
            ),
        ),
    ]

"""Orders made of parts: parcels and lines with a parent, sales without a promise, money before or after, numbers of each store."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

NUMBERS = """
-- A sequence for each store, made when its first order is: taking a number waits for nobody and locks no row.
CREATE FUNCTION ordering_next_number(store text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    numbers text := format('%I', 'ordering_number_' || store);
BEGIN
    IF to_regclass(numbers) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('ordering_number_' || store, 0));
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %s AS integer MINVALUE 1 MAXVALUE 259999 CYCLE', numbers);
    END IF;
    RETURN nextval(numbers::regclass);
END $$;
DROP SEQUENCE ordering_number;
"""
NO_NUMBERS = """
CREATE SEQUENCE ordering_number AS integer MINVALUE 1 MAXVALUE 259999 CYCLE;
DROP FUNCTION ordering_next_number(text);
"""
PARTS = """
UPDATE ordering_cartline AS line SET added_by_id = cart.member_id FROM ordering_cart AS cart WHERE cart.id = line.cart_id;
UPDATE ordering_order SET promised_legs = (
    SELECT coalesce(jsonb_agg(leg || '{"part": ""}'), '[]') FROM jsonb_array_elements(promised_legs) AS leg
);
"""
PARENT = models.PositiveSmallIntegerField(
    help_text="the line that this one belongs to: an option, a bundle's part", null=True
)


def added_by(null: bool) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        help_text="who put it in",
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0006_price_with_reasons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RenameField("order", "legs", "promised_legs"),
        migrations.AddField(
            "order",
            "pays",
            models.CharField(
                choices=[("before", "Before"), ("after", "After")], default="before", max_length=6
            ),
        ),
        migrations.AddField(
            "order",
            "recorded_by",
            models.CharField(
                blank=True, default="", help_text="who rang it up, where no promise was taken", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "order",
            "number",
            models.CharField(
                help_text="short, for people, of its store; comes round again after 260,000 orders", max_length=12
            ),
        ),
        migrations.AlterField(
            "order",
            "promise",
            models.OneToOneField(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ordering.promise",
            ),
        ),
        migrations.AddField(
            "orderline",
            "part",
            models.CharField(
                blank=True, default="", help_text="which parcel of its way it leaves in", max_length=16
            ),
            preserve_default=False,
        ),
        migrations.AddField("orderline", "parent_line", PARENT),
        migrations.AddConstraint(
            "orderline",
            models.CheckConstraint(
                condition=Q(parent_line__isnull=True) | Q(parent_line__lt=F("line")),
                name="order_line_after_its_parent",
            ),
        ),
        migrations.AlterField(
            "orderleg",
            "order",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="legs", to="ordering.order"
            ),
        ),
        migrations.AddField(
            "orderleg", "part", models.CharField(blank=True, default="", max_length=16), preserve_default=False
        ),
        migrations.AlterModelOptions("orderleg", {"ordering": ["way", "part"]}),
        migrations.RemoveConstraint("orderleg", "order_leg_once"),
        migrations.AddConstraint(
            "orderleg",
            models.UniqueConstraint(fields=["order", "way", "part"], name="order_leg_once"),
        ),
        migrations.AddField(
            "cartline",
            "parent_line",
            models.UUIDField(
                help_text="the line that this one belongs to: an option, a bundle's part", null=True
            ),
        ),
        migrations.AddField("cartline", "added_by", added_by(null=True)),
        migrations.RunSQL(PARTS, migrations.RunSQL.noop),
        migrations.AlterField("cartline", "added_by", added_by(null=False)),
        migrations.AddConstraint(
            "cartline",
            models.CheckConstraint(
                condition=Q(parent_line__isnull=True) | ~Q(parent_line=F("line")), name="cart_line_of_another"
            ),
        ),
        migrations.CreateModel(
            "SaleTerms",
            [
                (
                    "store",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="stores.store",
                    ),
                ),
                (
                    "refund_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="So many days after an order has ended money may be asked back; 0 for the same day only.",
                    ),
                ),
            ],
            options={"verbose_name": "sale terms", "verbose_name_plural": "sale terms"},
        ),
    ]

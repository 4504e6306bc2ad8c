"""A line's price with its reasons: list price, cuts, and what was agreed, which is one less the other."""

from django.db import migrations, models
from django.db.models import F, Q

SUM = """
CREATE FUNCTION ordering_sum_of_cuts(cuts jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (SELECT coalesce(sum((each ->> 'amount')::numeric), 0) FROM jsonb_array_elements(cuts) AS each);
ALTER TABLE ordering_orderline ADD CONSTRAINT line_cut_is_sum_of_cuts
    CHECK (CASE WHEN cuts = '[]'::jsonb THEN cut = 0 ELSE cut = ordering_sum_of_cuts(cuts) END);
"""
NO_SUM = """
ALTER TABLE ordering_orderline DROP CONSTRAINT line_cut_is_sum_of_cuts;
DROP FUNCTION ordering_sum_of_cuts(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0005_order_by_number")]
    operations = [
        migrations.AddField(
            model_name="orderline", name="cut", field=models.PositiveBigIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="orderline",
            name="cuts",
            field=models.JSONField(
                default=list, help_text="[{kind, ref, reason, amount, settled}]; `settled`: of what was taken"
            ),
        ),
        migrations.AddField(
            model_name="orderline",
            name="listed",
            field=models.PositiveBigIntegerField(default=0, help_text="list price of the whole line"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="promise",
            name="tier",
            field=models.CharField(
                blank=True, default="", help_text="what the buyer was to pricing when it was quoted", max_length=16
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="orderline",
            name="amount",
            field=models.PositiveBigIntegerField(help_text="list price in minor units per `per` base units"),
        ),
        migrations.RunSQL("UPDATE ordering_orderline SET listed = agreed", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=Q(agreed=F("listed") - F("cut")), name="line_agreed_is_listed_less_cut"
            ),
        ),
        migrations.RunSQL(SUM, NO_SUM),
    ]

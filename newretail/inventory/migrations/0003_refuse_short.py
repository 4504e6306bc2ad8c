"""A hold that cannot be had is an error of its statement, so that it may travel with others and none of them stays."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION inventory_refuse_short(short jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'not enough in stock' USING ERRCODE = 'NR001', DETAIL = short::text;
END $$;
"""
BACKWARD = "DROP FUNCTION inventory_refuse_short(jsonb);"


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

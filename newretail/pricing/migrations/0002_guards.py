"""The price log is append-only: what a thing cost at a time is never rewritten."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pricing", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION pricing_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the price log is append-only: write a new price instead'
                    USING ERRCODE = 'integrity_constraint_violation';
            END $$;
            CREATE TRIGGER price_log_append_only BEFORE UPDATE OR DELETE ON pricing_pricelog
                FOR EACH ROW EXECUTE FUNCTION pricing_log_is_append_only();
            """,
            """
            DROP TRIGGER price_log_append_only ON pricing_pricelog;
            DROP FUNCTION pricing_log_is_append_only();
            """,
        )
    ]

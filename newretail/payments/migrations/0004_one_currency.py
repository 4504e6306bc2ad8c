"""A posting is in one currency: its entries stand on accounts of that currency. An account is called by store, kind and currency."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION payments_posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint := CASE TG_TABLE_NAME WHEN 'payments_posting' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'posting_id')::bigint END;
    spoken text := (SELECT currency FROM payments_posting WHERE id = wanted);
    difference numeric;
    sides bigint;
    foreigners bigint;
BEGIN
    SELECT coalesce(sum(amount), 0), count(*), count(*) FILTER (WHERE split_part(account_id, ':', 3) <> spoken)
    INTO difference, sides, foreigners FROM payments_entry WHERE posting_id = wanted;
    IF difference <> 0 OR sides < 2 THEN
        RAISE EXCEPTION 'posting % is not balanced: % sides, difference %', wanted, sides, difference
            USING ERRCODE = 'check_violation';
    END IF;
    IF foreigners > 0 THEN
        RAISE EXCEPTION 'posting % mixes currencies', wanted USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
ALTER TABLE payments_account ADD CONSTRAINT account_called_by_what_it_is
    CHECK (code = store_id || ':' || kind || ':' || currency);
"""
BACKWARD = """
ALTER TABLE payments_account DROP CONSTRAINT account_called_by_what_it_is;
CREATE OR REPLACE FUNCTION payments_posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint := CASE TG_TABLE_NAME WHEN 'payments_posting' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'posting_id')::bigint END;
    difference numeric;
    sides bigint;
BEGIN
    SELECT coalesce(sum(amount), 0), count(*) INTO difference, sides FROM payments_entry WHERE posting_id = wanted;
    IF difference <> 0 OR sides < 2 THEN
        RAISE EXCEPTION 'posting % is not balanced: % sides, difference %', wanted, sides, difference
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_several_payers")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

"""Every posting balances when it commits, in one currency; postings and entries are never changed or removed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION payments_posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE CONSTRAINT TRIGGER payments_posting_balances AFTER INSERT ON payments_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_posting_balances();
CREATE CONSTRAINT TRIGGER payments_entry_balances AFTER INSERT ON payments_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_posting_balances();

CREATE FUNCTION payments_ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the money ledger only grows: reverse a posting by another' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER payments_posting_only_grows BEFORE UPDATE OR DELETE ON payments_posting
    FOR EACH ROW EXECUTE FUNCTION payments_ledger_only_grows();
CREATE TRIGGER payments_entry_only_grows BEFORE UPDATE OR DELETE ON payments_entry
    FOR EACH ROW EXECUTE FUNCTION payments_ledger_only_grows();

CREATE FUNCTION payments_capture_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'captured' AND (NEW.state, NEW.amount, NEW.ref, NEW.store_id)
        IS DISTINCT FROM (OLD.state, OLD.amount, OLD.ref, OLD.store_id) THEN
        RAISE EXCEPTION 'a captured payment is undone by a refund only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_capture_is_final BEFORE UPDATE OR DELETE ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION payments_capture_is_final();
ALTER TABLE payments_account ADD CONSTRAINT account_called_by_what_it_is
    CHECK (code = store_id || ':' || kind || ':' || currency);
ALTER TABLE payments_tab SET (fillfactor = 80);
ALTER TABLE payments_payment SET (fillfactor = 80);
"""
BACKWARD = """
ALTER TABLE payments_account DROP CONSTRAINT account_called_by_what_it_is;
DROP TRIGGER payments_capture_is_final ON payments_payment;
DROP FUNCTION payments_capture_is_final();
DROP TRIGGER payments_entry_only_grows ON payments_entry;
DROP TRIGGER payments_posting_only_grows ON payments_posting;
DROP FUNCTION payments_ledger_only_grows();
DROP TRIGGER payments_entry_balances ON payments_entry;
DROP TRIGGER payments_posting_balances ON payments_posting;
DROP FUNCTION payments_posting_balances();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

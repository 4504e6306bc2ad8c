"""What must hold whoever writes: the ledger only grows, no lot lives longer than it was given, the hot rows stay light."""

from django.db import migrations

_LEDGER_ONLY_GROWS = """
CREATE FUNCTION inventory_movement_is_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'movement % is never changed: reverse it', OLD.id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER inventory_movement_is_for_ever BEFORE UPDATE OR DELETE ON inventory_movement
    FOR EACH ROW EXECUTE FUNCTION inventory_movement_is_for_ever();
"""
_LEDGER_UNDO = """
DROP TRIGGER inventory_movement_is_for_ever ON inventory_movement;
DROP FUNCTION inventory_movement_is_for_ever();
"""

_LOTS_NEVER_YOUNGER = """
CREATE FUNCTION inventory_lot_never_younger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.expires_on IS NOT NULL AND (NEW.expires_on IS NULL OR NEW.expires_on > OLD.expires_on) THEN
        RAISE EXCEPTION 'lot % expires on %: a date is never moved later', OLD.code, OLD.expires_on
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'good' AND NEW.state = 'good' THEN
        RAISE EXCEPTION 'lot % is %: it never goes back on sale', OLD.code, OLD.state USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.store_id, OLD.sku_id, OLD.code) IS DISTINCT FROM (NEW.store_id, NEW.sku_id, NEW.code) THEN
        RAISE EXCEPTION 'lot % stays what it is', OLD.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inventory_lot_never_younger BEFORE UPDATE ON inventory_lot FOR EACH ROW
    WHEN (
        (OLD.expires_on, OLD.state, OLD.store_id, OLD.sku_id, OLD.code)
        IS DISTINCT FROM (NEW.expires_on, NEW.state, NEW.store_id, NEW.sku_id, NEW.code)
    )
    EXECUTE FUNCTION inventory_lot_never_younger();
"""
_LOTS_UNDO = """
DROP TRIGGER inventory_lot_never_younger ON inventory_lot;
DROP FUNCTION inventory_lot_never_younger();
"""

# Half-empty pages let an update of a hot row stay in its page, without touching an index; eager vacuum keeps them so.
_LIGHT_HOT_ROWS = """
ALTER TABLE inventory_stock SET (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 200);
ALTER TABLE inventory_lot SET (fillfactor = 70);
ALTER TABLE inventory_hold SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
"""
_HOT_UNDO = """
ALTER TABLE inventory_stock RESET (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
ALTER TABLE inventory_lot RESET (fillfactor);
ALTER TABLE inventory_hold RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
"""

# An error of the statement, so that it may travel with others and none of them stays.
_REFUSE_SHORT = """
CREATE FUNCTION inventory_refuse_short(short jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'not enough in stock' USING ERRCODE = 'NR001', DETAIL = short::text;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_initial")]
    operations = [
        migrations.RunSQL(_LEDGER_ONLY_GROWS, _LEDGER_UNDO),
        migrations.RunSQL(_LOTS_NEVER_YOUNGER, _LOTS_UNDO),
        migrations.RunSQL(_LIGHT_HOT_ROWS, _HOT_UNDO),
        migrations.RunSQL(_REFUSE_SHORT, "DROP FUNCTION inventory_refuse_short(jsonb);"),
    ]

"""What no hand may break: a store keeps its code, and a shelf, a fixture, a zone and a facing belong to one store together."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION stores_store_keeps_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the code of a store never changes' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER store_keeps_code BEFORE UPDATE OF code ON stores_store
    FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code) EXECUTE FUNCTION stores_store_keeps_code();

CREATE FUNCTION stores_shelf_in_own_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM stores_zone WHERE id = NEW.zone_id AND store_id = NEW.store_id) THEN
        RAISE EXCEPTION 'shelf % stands in a zone of another store', NEW.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER shelf_in_own_zone BEFORE INSERT OR UPDATE ON stores_shelf
    FOR EACH ROW EXECUTE FUNCTION stores_shelf_in_own_zone();

CREATE FUNCTION stores_facing_on_own_shelf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM stores_shelf WHERE id = NEW.shelf_id AND store_id = NEW.store_id) THEN
        RAISE EXCEPTION '% stands on a shelf of another store', NEW.sku_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER facing_on_own_shelf BEFORE INSERT OR UPDATE ON stores_facing
    FOR EACH ROW EXECUTE FUNCTION stores_facing_on_own_shelf();

CREATE FUNCTION stores_entry_in_own_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.zone_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM stores_zone WHERE id = NEW.zone_id AND store_id = NEW.store_id) THEN
        RAISE EXCEPTION 'conveyor entry % serves a zone of another store', NEW.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_in_own_zone BEFORE INSERT OR UPDATE ON stores_conveyorentry
    FOR EACH ROW EXECUTE FUNCTION stores_entry_in_own_zone();

CREATE FUNCTION stores_keeps_its_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a zone or a shelf does not move to another store' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER zone_keeps_store BEFORE UPDATE OF store_id ON stores_zone
    FOR EACH ROW WHEN (OLD.store_id IS DISTINCT FROM NEW.store_id) EXECUTE FUNCTION stores_keeps_its_own();
CREATE TRIGGER shelf_keeps_store BEFORE UPDATE OF store_id ON stores_shelf
    FOR EACH ROW WHEN (OLD.store_id IS DISTINCT FROM NEW.store_id) EXECUTE FUNCTION stores_keeps_its_own();

CREATE FUNCTION stores_shelf_on_own_fixture() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.fixture_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM stores_fixture WHERE id = NEW.fixture_id AND store_id = NEW.store_id) THEN
        RAISE EXCEPTION 'shelf % is on a fixture of another store', NEW.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER shelf_on_own_fixture BEFORE INSERT OR UPDATE OF fixture_id ON stores_shelf
    FOR EACH ROW EXECUTE FUNCTION stores_shelf_on_own_fixture();
CREATE TRIGGER fixture_keeps_store BEFORE UPDATE OF store_id ON stores_fixture
    FOR EACH ROW WHEN (OLD.store_id IS DISTINCT FROM NEW.store_id) EXECUTE FUNCTION stores_keeps_its_own();
"""
BACKWARD = """
DROP FUNCTION stores_shelf_on_own_fixture() CASCADE;
DROP TRIGGER fixture_keeps_store ON stores_fixture;
DROP FUNCTION stores_store_keeps_code() CASCADE;
DROP FUNCTION stores_shelf_in_own_zone() CASCADE;
DROP FUNCTION stores_facing_on_own_shelf() CASCADE;
DROP FUNCTION stores_entry_in_own_zone() CASCADE;
DROP FUNCTION stores_keeps_its_own() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("stores", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

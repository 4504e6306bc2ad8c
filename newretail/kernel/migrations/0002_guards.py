"""Positions come from a sequence; facts and their bodies never change once written."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE kernel_event_position;
ALTER TABLE kernel_keptanswer SET (fillfactor = 70);
ALTER TABLE kernel_event SET (fillfactor = 80);
CREATE FUNCTION kernel_event_is_a_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.event_id, OLD.name, OLD.store_id, OLD.ref, OLD.body, OLD.occurred_at)
        IS DISTINCT FROM (NEW.event_id, NEW.name, NEW.store_id, NEW.ref, NEW.body, NEW.occurred_at) THEN
        RAISE EXCEPTION 'an event is a fact and cannot be changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kernel_event_is_a_fact BEFORE DELETE OR UPDATE OF event_id, name, store_id, ref, body, occurred_at
    ON kernel_event FOR EACH ROW EXECUTE FUNCTION kernel_event_is_a_fact();
"""
BACKWARD = """
DROP TRIGGER kernel_event_is_a_fact ON kernel_event;
DROP FUNCTION kernel_event_is_a_fact();
DROP SEQUENCE kernel_event_position;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

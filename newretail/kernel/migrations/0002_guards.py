"""Positions come from a sequence; facts and their bodies never change once written, and go only when they are forgotten."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE kernel_event_position;
ALTER TABLE kernel_idempotencyrecord SET (fillfactor = 70);
CREATE FUNCTION kernel_event_is_a_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_setting('newretail.forgetting', true) = 'on' THEN
            RETURN OLD;
        END IF;
    ELSIF (OLD.event_id, OLD.number, OLD.name, OLD.store_id, OLD.ref, OLD.body, OLD.occurred_at)
        IS NOT DISTINCT FROM (NEW.event_id, NEW.number, NEW.name, NEW.store_id, NEW.ref, NEW.body, NEW.occurred_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an event is a fact and cannot be changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER kernel_event_is_a_fact BEFORE DELETE OR UPDATE OF event_id, number, name, store_id, ref, body, occurred_at
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

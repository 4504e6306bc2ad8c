"""Numbers for people are each store's own; a cut is the sum of its reasons; rows that are updated once keep room on their page."""

from django.db import migrations

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
"""
CUTS = """
-- -1, which is no line's cut, where one of them would make the line dearer or says no amount.
CREATE FUNCTION ordering_sum_of_cuts(cuts jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (SELECT CASE WHEN bool_and(coalesce((each ->> 'amount')::numeric > 0, false))
                        THEN sum((each ->> 'amount')::numeric) ELSE -1 END
            FROM jsonb_array_elements(cuts) AS each);
ALTER TABLE ordering_orderline ADD CONSTRAINT line_cut_is_sum_of_cuts
    CHECK (CASE WHEN cuts = '[]'::jsonb THEN cut = 0 ELSE cut = ordering_sum_of_cuts(cuts) END);
"""
NO_CUTS = """
ALTER TABLE ordering_orderline DROP CONSTRAINT line_cut_is_sum_of_cuts;
DROP FUNCTION ordering_sum_of_cuts(jsonb);
"""
ROOM = """
ALTER TABLE ordering_promise SET (fillfactor = 80);
ALTER TABLE ordering_order SET (fillfactor = 80);
"""
NO_ROOM = """
ALTER TABLE ordering_promise RESET (fillfactor);
ALTER TABLE ordering_order RESET (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0001_initial")]
    operations = [
        migrations.RunSQL(NUMBERS, "DROP FUNCTION ordering_next_number(text);"),
        migrations.RunSQL(CUTS, NO_CUTS),
        migrations.RunSQL(ROOM, NO_ROOM),
    ]

"""Numbers for people come from a sequence; rows that are updated once keep room for it on their page."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE ordering_number AS integer MINVALUE 1 MAXVALUE 259999 CYCLE;
ALTER TABLE ordering_promise SET (fillfactor = 80);
ALTER TABLE ordering_order SET (fillfactor = 80);
"""
BACKWARD = "DROP SEQUENCE ordering_number;"


class Migration(migrations.Migration):
    dependencies = [("ordering", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

"""What a table of its own cannot say: check digits, and the rows that are there from the first day.

A number with a wrong check digit cannot be stored, whoever writes it (GS1 General Specifications, 7.9.1). The usual
layouts of scales' codes are rows like any other: head office sees what is read, and a row of its own stands beside them."""

from typing import Any

from django.db import migrations

from newretail.catalog.rules import weighed

_SUM = " + ".join(f"{3 if place % 2 else 1} * substr(gtin, {place}, 1)::int" for place in range(1, 15))


def write_patterns(apps: Any, schema_editor: Any) -> None:
    """The layouts that scales print where nobody set them up otherwise."""
    pattern = apps.get_model("catalog", "WeighedPattern")
    rows = [pattern(pattern=each.layout, multiplier=each.multiplier, note=each.note) for each in weighed.USUAL]
    pattern.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [
        migrations.RunSQL(
            f"""
            ALTER TABLE catalog_gtin ADD CONSTRAINT gtin_check_digit
            CHECK (CASE WHEN gtin ~ '^[0-9]{{14}}$' THEN ({_SUM}) % 10 = 0 ELSE false END)
            """,
            "ALTER TABLE catalog_gtin DROP CONSTRAINT gtin_check_digit",
        ),
        migrations.RunPython(write_patterns, migrations.RunPython.noop),
    ]

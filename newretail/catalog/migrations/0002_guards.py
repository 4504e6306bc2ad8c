"""A number with a wrong check digit cannot be stored, whoever writes it (GS1 General Specifications, 7.9.1)."""

from django.db import migrations

_SUM = " + ".join(f"{3 if place % 2 else 1} * substr(gtin, {place}, 1)::int" for place in range(1, 15))


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [
        migrations.RunSQL(
            f"""
            ALTER TABLE catalog_gtin ADD CONSTRAINT gtin_check_digit
            CHECK (CASE WHEN gtin ~ '^[0-9]{{14}}$' THEN ({_SUM}) % 10 = 0 ELSE false END)
            """,
            "ALTER TABLE catalog_gtin DROP CONSTRAINT gtin_check_digit",
        )
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stores", "0003_badge_post"),
    ]

    operations = [
        migrations.AddField(
            model_name="store",
            name="courier_guarantee_per_hour",
            field=models.PositiveBigIntegerField(
                default=0, help_text="minor units; what an hour on duty earns at least, taken over the day"
            ),
        ),
        migrations.AddField(
            model_name="store",
            name="courier_pay_per_drop",
            field=models.PositiveBigIntegerField(default=0, help_text="minor units"),
        ),
        migrations.AddField(
            model_name="store",
            name="courier_pay_per_kilometre",
            field=models.PositiveBigIntegerField(
                default=0, help_text="minor units; straight lines from door to door and back"
            ),
        ),
    ]

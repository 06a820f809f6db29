from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("providers", "0010_elected_so_far"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="provider",
            name="elected_system",
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_training_and_warnings"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProviderIdentity",
            fields=[
                ("id", models.UUIDField(default=portal.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("issuer", models.TextField()),
                ("subject", models.TextField()),
                ("bound_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issuer", "subject"), name="provider_identity_one_account"
                    ),
                    models.UniqueConstraint(
                        fields=("account", "issuer"), name="provider_identity_one_subject"
                    ),
                ],
            },
        ),
    ]

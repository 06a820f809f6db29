"""Providers that were here before the roll-out had states are live."""

from typing import Any

from django.db import migrations

from portal.kernel.clock import now
from portal.kernel.ids import new_id


def live_as_they_were(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    enrolments = apps.get_model("providers", "Enrolment").objects.using(alias)
    providers = apps.get_model("providers", "Provider").objects.using(alias).filter(enrolments=None)
    if providers.exists():
        moment = now()
        schema_editor.execute("select set_config('portal.actor', 'migration', true)")
        enrolments.bulk_create(
            enrolments.model(
                id=new_id(), provider=provider, state="live", from_on=moment.on, set_at=moment.at
            )
            for provider in providers
        )


class Migration(migrations.Migration):
    dependencies = [("providers", "0004_earlier_portal")]
    operations = [migrations.RunPython(live_as_they_were, migrations.RunPython.noop)]

"""Employment Networks that were here before the right to assign was kept go on assigning by themselves."""

from typing import Any

from django.db import migrations

from portal.kernel.clock import now
from portal.kernel.ids import new_id


def assign_as_before(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    rights = apps.get_model("providers", "AssignmentRight").objects.using(alias)
    providers = (
        apps.get_model("providers", "Provider")
        .objects.using(alias)
        .filter(organisation__kind="EN", assignment_rights=None)
    )
    if providers.exists():
        moment = now()
        schema_editor.execute("select set_config('portal.actor', 'migration', true)")
        rights.bulk_create(
            rights.model(id=new_id(), provider=provider, from_on=moment.on, set_at=moment.at)
            for provider in providers
        )


class Migration(migrations.Migration):
    dependencies = [("providers", "0006_assignment_right")]
    operations = [migrations.RunPython(assign_as_before, migrations.RunPython.noop)]

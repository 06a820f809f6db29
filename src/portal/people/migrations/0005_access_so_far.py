"""Who could work before access was opened by name can work after it: the days without use count from today."""

from typing import Any

from django.db import migrations

from portal.kernel.clock import now


def open_as_it_was(apps: Any, schema_editor: Any) -> None:
    employments = apps.get_model("people", "Employment").objects.using(schema_editor.connection.alias)
    found = employments.filter(granted_on=None, verified_on__isnull=False).exclude(roles=[])
    if found.exists():
        schema_editor.execute("select set_config('portal.actor', 'migration', true)")
        found.update(granted_on=now().on)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_provider_identity")]
    operations = [migrations.RunPython(open_as_it_was, migrations.RunPython.noop)]

"""The system that each provider had elected is its first election, in effect since its first agreement."""

from datetime import date
from typing import Any

from django.db import migrations

from portal.kernel.clock import now
from portal.kernel.ids import new_id

# No Ticket under today's payment rules was assigned before.
_RULES_SINCE = date(2008, 7, 21)


def elected_so_far(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    elections = apps.get_model("providers", "Election").objects.using(alias)
    agreements = apps.get_model("providers", "Agreement").objects.using(alias)
    providers = list(apps.get_model("providers", "Provider").objects.using(alias).filter(elections=None))
    if not providers:
        return
    begun: dict[Any, date] = {}
    for provider, day in agreements.order_by("-from_on").values_list("provider_id", "from_on"):
        begun[provider] = day
    at = now().at
    schema_editor.execute("select set_config('portal.actor', 'migration', true)")
    for provider in providers:
        day = begun.get(provider.pk, _RULES_SINCE)
        elections.create(
            id=new_id(),
            provider=provider,
            system=provider.elected_system,
            noticed_on=day,
            from_on=day,
            set_at=at,
        )


class Migration(migrations.Migration):
    dependencies = [("providers", "0009_elections")]
    operations = [migrations.RunPython(elected_so_far, migrations.RunPython.noop)]

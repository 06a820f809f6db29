from typing import Any

from django.db import migrations, models
from django.db.models import F

_VERDICTS = [("accepted", "accepted"), ("already-there", "already there"), ("refused", "refused")]
_STATES = [
    ("received", "being tried"),
    ("tried", "tried"),
    ("running", "being brought in"),
    ("done", "brought in"),
]


def tried_as_they_were(apps: Any, schema_editor: Any) -> None:
    """Every file that was sent so far was tried at once."""
    files = apps.get_model("casework", "NoteFile").objects.using(schema_editor.connection.alias)
    schema_editor.execute("select set_config('portal.actor', 'migration', true)")
    files.update(rows_tried=F("rows_total"))


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_closed_why")]

    operations = [
        migrations.AddField(
            "notefile", "kind", models.TextField(default="contact-notes"), preserve_default=False
        ),
        migrations.AddField("notefile", "started_by", models.UUIDField(null=True)),
        migrations.AddField("notefile", "stepped_at", models.DateTimeField(null=True)),
        migrations.AddField("notefile", "rows_tried", models.IntegerField(default=0)),
        migrations.AlterField("notefile", "state", models.TextField(choices=_STATES, default="tried")),
        migrations.AlterField("noterow", "tried", models.TextField(blank=True, choices=_VERDICTS)),
        migrations.RunPython(tried_as_they_were, migrations.RunPython.noop),
    ]

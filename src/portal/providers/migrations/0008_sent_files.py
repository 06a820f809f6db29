from typing import Any

from django.db import migrations, models
from django.db.models import F

from portal.kernel.numbers import new_number

_VERDICTS = [("accepted", "accepted"), ("already-there", "already there"), ("refused", "refused")]
_STATES = [
    ("received", "being tried"),
    ("tried", "tried"),
    ("running", "being brought in"),
    ("done", "brought in"),
]


def numbered(apps: Any, schema_editor: Any) -> None:
    """Files that were sent before they had numbers; each was tried at once."""
    files = apps.get_model("providers", "BringOver").objects.using(schema_editor.connection.alias)
    schema_editor.execute("select set_config('portal.actor', 'migration', true)")
    files.update(rows_tried=F("rows_total"))
    for key in list(files.values_list("pk", flat=True)):
        files.filter(pk=key).update(number=new_number("BO"))


class Migration(migrations.Migration):
    dependencies = [("providers", "0007_assigning_as_before")]

    operations = [
        migrations.RemoveIndex("bringover", "bring_over_made"),
        migrations.RenameField("bringover", "made_by", "sent_by"),
        migrations.RenameField("bringover", "made_by_name", "sent_by_name"),
        migrations.RenameField("bringover", "made_at", "sent_at"),
        migrations.AddIndex("bringover", models.Index(fields=["-sent_at"], name="bring_over_made")),
        migrations.AddField("bringover", "number", models.TextField(null=True)),
        migrations.AddField("bringover", "stepped_at", models.DateTimeField(null=True)),
        migrations.AddField("bringover", "rows_tried", models.IntegerField(default=0)),
        migrations.AlterField("bringover", "kind", models.TextField()),
        migrations.AlterField("bringover", "state", models.TextField(choices=_STATES, default="tried")),
        migrations.RemoveConstraint("broughtrow", "brought_row_line"),
        migrations.RemoveIndex("broughtrow", "brought_row_waiting"),
        migrations.RenameField("broughtrow", "run", "file"),
        migrations.AlterField("broughtrow", "tried", models.TextField(blank=True, choices=_VERDICTS)),
        migrations.AddConstraint(
            "broughtrow", models.UniqueConstraint(fields=("file", "line"), name="brought_row_line")
        ),
        migrations.AddIndex(
            "broughtrow",
            models.Index(
                condition=models.Q(("became", "")), fields=["file", "line"], name="brought_row_waiting"
            ),
        ),
        migrations.RunPython(numbered, migrations.RunPython.noop),
        migrations.AlterField("bringover", "number", models.TextField(unique=True)),
    ]

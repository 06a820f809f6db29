from django.db import migrations

# Without pg_temp at its end, a temporary table of the caller would be found before the one that is meant, and
# its triggers would run as the owner.
PINNED = """
alter function portal_enqueue(text, text, text, jsonb, timestamptz) set search_path = pg_catalog, public, pg_temp;
"""
AS_BEFORE = "alter function portal_enqueue(text, text, text, jsonb, timestamptz) set search_path = public"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_enqueue")]
    operations = [migrations.RunSQL(PINNED, AS_BEFORE)]

from django.db import migrations

FUNCTIONS = """
create function portal_transaction() returns bigint language sql stable
    as $$ select pg_current_xact_id()::text::bigint $$;

create function portal_tracked() returns trigger language plpgsql as $$
begin
    if coalesce(current_setting('portal.actor', true), '') = '' then
        raise exception 'a change to % needs an actor: no unit of work is open', tg_table_name
            using errcode = 'insufficient_privilege';
    end if;
    return null;
end $$;

create function portal_append_only() returns trigger language plpgsql as $$
begin
    raise exception '% only grows', tg_table_name using errcode = 'insufficient_privilege';
end $$;
"""

DROP = "drop function portal_transaction(), portal_tracked(), portal_append_only()"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(FUNCTIONS, DROP)]

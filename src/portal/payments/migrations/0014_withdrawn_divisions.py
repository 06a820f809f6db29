"""A division can be withdrawn: a row without shares after one that has some."""

from django.db import migrations

_CHECK = """
create or replace function portal_allocation_adds_up() returns trigger language plpgsql as $$
begin
{withdrawn}
    if (select coalesce(sum(value::int), 0) <> new.out_of or bool_or(value::int <= 0)
            from jsonb_each_text(new.shares)) then
        raise exception 'the parts of allocation % are not more than none, % in all', new.id, new.out_of
            using errcode = 'check_violation';
    end if;
    if exists (
        select from jsonb_object_keys(new.shares) as organisation where not exists (
            select from tickets_assignment a
                where a.ticket_id = new.ticket_id and a.organisation_id = organisation::uuid
        )
    ) then
        raise exception 'a provider of allocation % never held its Ticket', new.id using errcode = 'check_violation';
    end if;
    return new;
end $$
"""
_WITHDRAWN = """
    if new.shares = '{}' then
        if not exists (
            select from payments_allocation a
                where a.ticket_id = new.ticket_id and a.kind = new.kind and a.month = new.month
                    and a.place = new.place - 1 and a.shares <> '{}' and a."by" <> new."by"
        ) then
            raise exception 'allocation % withdraws nothing, or what the same person divided', new.id
                using errcode = 'check_violation';
        end if;
        return new;
    end if;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0013_allocations")]

    operations = [
        migrations.RunSQL(_CHECK.replace("{withdrawn}", _WITHDRAWN), _CHECK.replace("{withdrawn}", ""))
    ]

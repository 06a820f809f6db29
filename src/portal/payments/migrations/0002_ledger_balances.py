from django.db import migrations

BALANCE = """
create function portal_ledger_balances() returns trigger language plpgsql as $$
declare
    total bigint;
    lines integer;
begin
    select coalesce(sum(cents), 0), count(*) into total, lines
        from payments_ledgerentry where transaction_id = new.transaction_id;
    if total <> 0 or lines < 2 then
        raise exception 'ledger transaction % does not balance: % cents over % lines', new.transaction_id, total, lines
            using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger ledger_balances after insert on payments_ledgerentry
    deferrable initially deferred for each row execute function portal_ledger_balances();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [
        migrations.RunSQL(
            BALANCE,
            "drop trigger ledger_balances on payments_ledgerentry; drop function portal_ledger_balances()",
        )
    ]

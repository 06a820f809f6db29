from django.db import migrations

# One run at a time is being made.
ONE = "create unique index run_being_made on payments_paymentrun ((true)) where state in ('open', 'proposed')"
# What was proposed is what is released: lines come and go only while their run is open. What has become of them is
# written later.
OPEN = """
create function portal_run_is_open() returns trigger language plpgsql as $$
declare
    line record := case when tg_op = 'DELETE' then old else new end;
begin
    if not exists (select from payments_paymentrun where id = line.run_id and state = 'open') then
        raise exception '% of a payment run that is not open cannot be added or removed', tg_table_name
            using errcode = 'check_violation';
    end if;
    return line;
end $$;
create trigger run_is_open before insert or delete on payments_deposit
    for each row execute function portal_run_is_open();
create trigger run_is_open before insert or delete on payments_runline
    for each row execute function portal_run_is_open();
create trigger run_is_open before insert or delete on payments_keptback
    for each row execute function portal_run_is_open();

create function portal_amounts_stand() returns trigger language plpgsql as $$
begin
    if to_jsonb(new) - 'dropped' is distinct from to_jsonb(old) - 'dropped' or old.dropped then
        raise exception 'a line of % is never changed', tg_table_name using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger amounts_stand before update on payments_runline
    for each row execute function portal_amounts_stand();
create trigger amounts_stand before update on payments_keptback
    for each row execute function portal_amounts_stand();
"""
# Each line is an award of its provider, whole; a deposit is the sum of its lines, less what is kept back.
SUMS = """
create function portal_line_is_its_award() returns trigger language plpgsql as $$
begin
    if not exists (
        select from payments_award a join payments_deposit d on d.id = new.deposit_id
        where a.id = new.award_id and a.amount_cents = new.cents and a.reversed_on is null
            and a.organisation_id = new.organisation_id and d.organisation_id = new.organisation_id
            and d.run_id = new.run_id
    ) then
        raise exception 'a line of a payment run is not what was granted' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger line_is_its_award before insert on payments_runline
    for each row execute function portal_line_is_its_award();

create function portal_deposit_adds_up() returns trigger language plpgsql as $$
declare
    owed bigint;
    kept bigint;
    lines integer;
begin
    select coalesce(sum(cents), 0), count(*) into owed, lines from payments_runline where deposit_id = new.id;
    select coalesce(sum(cents), 0) into kept from payments_keptback where deposit_id = new.id;
    if exists (select from payments_deposit where id = new.id
        and (owed_cents <> owed or kept_cents <> kept or claims <> lines)) then
        raise exception 'deposit % does not add up: % cents owed over % lines, % kept back', new.number, owed, lines, kept
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger deposit_adds_up after insert or update on payments_deposit
    deferrable initially deferred for each row execute function portal_deposit_adds_up();

create function portal_recovered_once() returns trigger language plpgsql as $$
declare
    due bigint;
begin
    select cents into due from payments_recovery where id = new.recovery_id;
    if (select coalesce(sum(cents), 0) from payments_keptback where recovery_id = new.recovery_id and not dropped) > due
    then
        raise exception 'more is kept back than is to be recovered' using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger recovered_once after insert on payments_keptback
    deferrable initially deferred for each row execute function portal_recovered_once();
"""
_UNDO = """
drop trigger recovered_once on payments_keptback; drop function portal_recovered_once();
drop trigger deposit_adds_up on payments_deposit; drop function portal_deposit_adds_up();
drop trigger line_is_its_award on payments_runline; drop function portal_line_is_its_award();
drop trigger amounts_stand on payments_runline; drop trigger amounts_stand on payments_keptback;
drop function portal_amounts_stand();
drop trigger run_is_open on payments_deposit; drop trigger run_is_open on payments_runline;
drop trigger run_is_open on payments_keptback; drop function portal_run_is_open();
drop index run_being_made;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0005_runs")]
    operations = [migrations.RunSQL(f"{ONE};{OPEN}{SUMS}", _UNDO)]

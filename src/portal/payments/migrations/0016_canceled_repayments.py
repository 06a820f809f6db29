"""A check or wire for a recovery can be canceled, by another person; one that came back may be presented again."""

import django.db.models.deletion
from django.db import migrations, models

_SETTLED = """
create or replace function portal_recovered_once() returns trigger language plpgsql as $$
declare
    due bigint;
begin
    select cents into due from payments_recovery where id = new.recovery_id;
    if (select coalesce(sum(cents), 0) from payments_keptback where recovery_id = new.recovery_id and not dropped)
        + (select coalesce(sum(cents), 0) from payments_repayment r where recovery_id = new.recovery_id{counts})
        > due
    then
        raise exception 'more is kept back than is to be recovered' using errcode = 'check_violation';
    end if;
    return null;
end $$;
"""
_COUNTS = " and not exists (select from payments_canceledrepayment c where c.repayment_id = r.id)"
_GUARDS = """
create function portal_repayment_counts_once() returns trigger language plpgsql as $$
begin
    if (
        select count(*) from payments_repayment r
            where r.recovery_id = new.recovery_id and r.how = new.how and r.reference = new.reference{counts}
    ) > 1 then
        raise exception 'repayment % is on record already', new.id using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger repayment_counts_once after insert on payments_repayment
    deferrable initially deferred for each row execute function portal_repayment_counts_once();

create function portal_repayment_canceled_by_another() returns trigger language plpgsql as $$
begin
    if not exists (
        select from payments_repayment r
            where r.id = new.repayment_id and r.organisation_id = new.organisation_id and r."by" <> new."by"
    ) then
        raise exception 'repayment % is another provider''s, or is canceled by who recorded it', new.repayment_id
            using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger repayment_canceled_by_another before insert on payments_canceledrepayment
    for each row execute function portal_repayment_canceled_by_another();
"""
_NO_GUARDS = """
drop trigger repayment_counts_once on payments_repayment;
drop function portal_repayment_counts_once();
drop trigger repayment_canceled_by_another on payments_canceledrepayment;
drop function portal_repayment_canceled_by_another();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0015_repayments"), ("people", "0008_api_keys")]

    operations = [
        migrations.CreateModel(
            name="CanceledRepayment",
            fields=[
                (
                    "repayment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="canceled",
                        serialize=False,
                        to="payments.repayment",
                    ),
                ),
                ("reason", models.TextField()),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
                ("by_name", models.TextField()),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, to="people.organisation"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="repayment_canceled_why"
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="repayment", name="repayment_once"),
        migrations.AddField(
            model_name="repayment", name="again", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddConstraint(
            model_name="repayment",
            constraint=models.UniqueConstraint(
                fields=("recovery", "how", "reference", "again"), name="repayment_once"
            ),
        ),
        migrations.RunSQL(_SETTLED.replace("{counts}", _COUNTS), _SETTLED.replace("{counts}", "")),
        migrations.RunSQL(_GUARDS.replace("{counts}", _COUNTS), _NO_GUARDS),
    ]

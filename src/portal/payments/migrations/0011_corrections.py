import django.db.models.deletion
from django.db import migrations, models

# A recovery is of the whole of a payment that was made and is reversed, and of its own provider.
RECOVERY = """
create function portal_recovery_is_its_award() returns trigger language plpgsql as $$
begin
    if not exists (
        select from payments_award a where a.id = new.award_id and a.organisation_id = new.organisation_id
            and a.amount_cents = new.cents and a.paid_on is not null and a.reversed_on is not null
    ) then
        raise exception 'recovery % is not of a payment that was made and reversed', new.number
            using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger recovery_is_its_award before insert on payments_recovery
    for each row execute function portal_recovery_is_its_award();
"""
_UNDO = (
    "drop trigger recovery_is_its_award on payments_recovery; drop function portal_recovery_is_its_award()"
)


class Migration(migrations.Migration):
    dependencies = [("payments", "0010_quality_review")]

    operations = [
        migrations.AlterField(
            model_name="award",
            name="request",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="awards",
                to="payments.paymentrequest",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reversed_on", None)), fields=("request",), name="award_one_a_request"
            ),
        ),
        migrations.RunSQL(RECOVERY, _UNDO),
    ]

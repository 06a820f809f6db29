from django.db import migrations

# What was locked for signing, and what a signature stands for, whoever asks: also the owner and the loader.
KEPT = """
create function portal_signed_form_kept() returns trigger language plpgsql as $$
begin
    if (new.id, new.number, new.kind, new.ordinal, new.way, new.case_id, new.organisation_id, new.person_id,
            new.content, new.digest, new.terms_version, new.file_id, new.submission_id, new.locked_at, new.locked_by)
        is distinct from
        (old.id, old.number, old.kind, old.ordinal, old.way, old.case_id, old.organisation_id, old.person_id,
            old.content, old.digest, old.terms_version, old.file_id, old.submission_id, old.locked_at, old.locked_by)
    then
        raise exception 'what was locked for signing never changes (form %)', old.number
            using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger signed_form_kept before update on casework_signedform
    for each row execute function portal_signed_form_kept();

create function portal_signature_of_its_form() returns trigger language plpgsql as $$
begin
    if not exists (select from casework_signedform f where f.id = new.signed_form_id and f.digest = new.digest
            and f.organisation_id = new.organisation_id and f.person_id = new.person_id) then
        raise exception 'the signature is of another content than its form'
            using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger signature_of_its_form before insert on casework_signature
    for each row execute function portal_signature_of_its_form();
"""
AS_BEFORE = """
drop trigger signature_of_its_form on casework_signature;
drop function portal_signature_of_its_form();
drop trigger signed_form_kept on casework_signedform;
drop function portal_signed_form_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunSQL(KEPT, AS_BEFORE)]

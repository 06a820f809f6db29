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

alter table casework_signedform add constraint signed_form_digest unique (id, digest, organisation_id, person_id);
alter table casework_signature add constraint signature_of_its_form
    foreign key (signed_form_id, digest, organisation_id, person_id)
    references casework_signedform (id, digest, organisation_id, person_id) deferrable initially deferred;
"""
AS_BEFORE = """
alter table casework_signature drop constraint signature_of_its_form;
alter table casework_signedform drop constraint signed_form_digest;
drop trigger signed_form_kept on casework_signedform;
drop function portal_signed_form_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunSQL(KEPT, AS_BEFORE)]

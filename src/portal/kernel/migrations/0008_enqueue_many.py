from django.db import migrations

# Thousands of jobs in one statement: a function called a job costs several times what its row does.
ENQUEUE = """
create function portal_enqueue_many(queue text, task text, subjects uuid[], asked_by text)
    returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    insert into procrastinate_jobs (queue_name, task_name, queueing_lock, args)
    select queue, task, task || '/' || subject, jsonb_build_object('subject', subject, 'asked_by', asked_by)
        from unnest(subjects) as asked (subject)
    on conflict do nothing
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_once_keys")]
    operations = [migrations.RunSQL(ENQUEUE, "drop function portal_enqueue_many(text, text, uuid[], text)")]

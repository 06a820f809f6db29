from django.db import migrations

# A unit may add a job and nothing else: the tables of the job library stay closed to the roles of pages.
ENQUEUE = """
create function portal_enqueue(queue text, task text, once text, arguments jsonb, not_before timestamptz)
    returns void language sql security definer set search_path = public as $$
    insert into procrastinate_jobs (queue_name, task_name, queueing_lock, args, scheduled_at)
    values (queue, task, once, arguments, not_before) on conflict do nothing
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_initial"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [
        migrations.RunSQL(ENQUEUE, "drop function portal_enqueue(text, text, text, jsonb, timestamptz)")
    ]

"""Who may do what with the kernel's tables."""

from portal.kernel.database.declared import ADD, ALL, READ, WRITE, by_organisation, of_the_house

TABLES = (
    of_the_house(
        "kernel_trailentry",
        org=("insert",),
        staff=ADD,
        worker=ADD,
        entrance=("insert",),
        holder=("insert",),
        side=("insert",),
        # In one's own name and transaction: an entry slipped into a block already sealed would break the seal.
        # `side` serves every unit and says in whose name it writes.
        written_if="transaction = portal_transaction()"
        " and (current_user = 'portal_side' or actor = current_setting('portal.actor', true))",
        tracked=False,
        append_only=True,
    ),
    of_the_house("kernel_trailblock", worker=ADD, append_only=True),
    of_the_house("kernel_storeddecision", worker=ADD, append_only=True),
    # The worker adds those that come many in a file, submitted as they are.
    # The system writes into one where a paper came in: the mail room shows nobody what else stands there.
    by_organisation("kernel_draft", "organisation", org=WRITE, staff=(), worker=WRITE),
    by_organisation("kernel_submission", "organisation", org=ADD, worker=ADD, append_only=True),
    by_organisation("kernel_oncekey", "organisation", org=ADD, staff=(), worker=(), append_only=True),
    by_organisation("kernel_duty", "organisation", org=READ, staff=("select", "update"), worker=WRITE),
    by_organisation(
        "kernel_storedfile",
        "organisation",
        org=ADD,
        worker=WRITE,
        # Only the worker has asked the scanner.
        written_if="current_user = 'portal_worker' or state = 'waiting-for-scanner'",
    ),
    of_the_house("kernel_mail", staff=(), worker=WRITE),
    of_the_house("kernel_announcement", org=READ, worker=WRITE, entrance=READ),
    of_the_house("kernel_closure", org=READ, worker=WRITE, entrance=READ),
    of_the_house("django_session", staff=(), worker=(), side=ALL, tracked=False),
    of_the_house("portal_cache", staff=(), worker=(), side=ALL, tracked=False),
    of_the_house("django_migrations", staff=(), worker=(), tracked=False),
    of_the_house("django_content_type", staff=(), worker=(), tracked=False),
    of_the_house("auth_permission", staff=(), worker=(), tracked=False),
    of_the_house("auth_group", staff=(), worker=(), tracked=False),
    of_the_house("auth_group_permissions", staff=(), worker=(), tracked=False),
    # The library reads from the database's answer which job waits already; else the worker stops.
    of_the_house("procrastinate_jobs", staff=(), worker=(), work=ALL, tracked=False, row_walls=False),
    of_the_house("procrastinate_events", staff=(), worker=(), work=ALL, tracked=False),
    of_the_house("procrastinate_workers", staff=(), worker=(), work=ALL, tracked=False),
    of_the_house("procrastinate_periodic_defers", staff=(), worker=(), work=ALL, tracked=False),
)

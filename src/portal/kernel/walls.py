"""Who may do what with the kernel's tables."""

from portal.kernel.database.declared import ADD, ALL, WRITE, by_organisation, of_the_house

TABLES = (
    of_the_house(
        "kernel_trailentry",
        org=("insert",),
        staff=ADD,
        worker=ADD,
        entrance=("insert",),
        side=("insert",),
        tracked=False,
        append_only=True,
    ),
    of_the_house("kernel_trailblock", worker=ADD, append_only=True),
    of_the_house("kernel_storeddecision", worker=ADD, append_only=True),
    by_organisation("kernel_draft", "organisation", org=WRITE, staff=()),
    by_organisation("kernel_submission", "organisation", org=ADD, append_only=True),
    by_organisation("kernel_duty", "organisation", org=WRITE, staff=WRITE, worker=WRITE),
    by_organisation("kernel_storedfile", "organisation", org=ADD, worker=WRITE),
    of_the_house("kernel_mail", org=("insert",), staff=("insert",), worker=WRITE),
    of_the_house("django_session", staff=(), worker=(), side=ALL, tracked=False),
    of_the_house("portal_cache", staff=(), worker=(), side=ALL, tracked=False),
    of_the_house("django_migrations", staff=(), worker=(), tracked=False),
    of_the_house("django_content_type", staff=(), worker=(), tracked=False),
    of_the_house("auth_permission", staff=(), worker=(), tracked=False),
    of_the_house("auth_group", staff=(), worker=(), tracked=False),
    of_the_house("auth_group_permissions", staff=(), worker=(), tracked=False),
    of_the_house("procrastinate_jobs", staff=(), worker=(), work=ALL, tracked=False),
    of_the_house("procrastinate_events", staff=(), worker=(), work=ALL, tracked=False),
    of_the_house("procrastinate_workers", staff=(), worker=(), work=ALL, tracked=False),
    of_the_house("procrastinate_periodic_defers", staff=(), worker=(), work=ALL, tracked=False),
)

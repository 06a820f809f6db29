"""Who may do what with Program Integrity's reviews."""

from portal.kernel.database.declared import READ, WRITE, by_organisation

TABLES = (
    # Written by the system, once the service has judged it; a provider reads what became of its own plans.
    by_organisation("integrity_planreview", org=READ, locks=("org", "staff"), worker=WRITE),
    by_organisation("integrity_reviewfinding", org=READ, worker=WRITE),
    by_organisation("integrity_assignright", locks=("staff",), worker=WRITE),
)

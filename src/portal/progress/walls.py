"""Who may do what with progress reviews."""

from portal.kernel.database.declared import ADD, READ, WRITE, by_organisation, of_the_house

TABLES = (
    # Written by the system, once the service has judged the move. A provider sees the reviews it was asked about, and
    # the letters to itself; a Ticketholder its own.
    by_organisation(
        "progress_progressreview", org=READ, holder=READ, holder_column="person_id", worker=WRITE
    ),
    by_organisation(
        "progress_progressnotice", org=READ, holder=READ, holder_column="person_id", worker=WRITE
    ),
    by_organisation(
        "progress_progressreply",
        org=READ,
        holder=READ,
        holder_column="person_id",
        worker=ADD,
        append_only=True,
    ),
    of_the_house("progress_progressstep", worker=ADD, append_only=True),
)

"""Who may do what with a provider's files on people."""

from portal.kernel.database.declared import ADD, READ, WRITE, by_organisation

TABLES = (
    by_organisation("casework_case", org=READ, locks=("org", "staff"), worker=WRITE),
    # What a provider's people type about somebody is theirs to write; Program Integrity enters paper as the system.
    by_organisation("casework_intake", org=WRITE, worker=WRITE),
    by_organisation("casework_handoff", org=WRITE, worker=WRITE),
    by_organisation("casework_contactnote", org=ADD, worker=WRITE),
    by_organisation("casework_goalsdiscussion", org=ADD, append_only=True),
    by_organisation("casework_notefile", org=READ, worker=WRITE),
    by_organisation("casework_noterow", org=READ, worker=WRITE),
    by_organisation("casework_vrfile", org=READ, worker=WRITE),
    by_organisation("casework_vrrow", org=READ, worker=WRITE),
    by_organisation("casework_phasebasis", org=READ, worker=WRITE),
    # What is signed is written by the system, once the service has judged who may sign it.
    by_organisation(
        "casework_signedform",
        org=READ,
        holder=READ,
        holder_column="person_id",
        locks=("org", "staff"),
        worker=WRITE,
    ),
    by_organisation(
        "casework_signature", org=READ, holder=READ, holder_column="person_id", worker=ADD, append_only=True
    ),
    # Signed by one of the provider's people, written by the system once the rule has judged it.
    by_organisation("casework_certification", org=READ, worker=ADD, append_only=True),
    by_organisation(
        "casework_plancopy",
        org=ADD,
        holder=READ,
        holder_column="person_id",
        worker=ADD,
        append_only=True,
    ),
)

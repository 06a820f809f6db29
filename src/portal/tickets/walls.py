"""Who may do what with people and Tickets."""

from portal.kernel.database.declared import ADD, READ, WRITE, by_organisation, by_person

TABLES = (
    by_person("tickets_person", "id", org=READ, holder=READ, worker=WRITE),
    by_organisation("tickets_sight", org=READ, worker=WRITE),
    # Benefit status and State VR history are the agency's; a provider learns what a Decision tells it.
    by_person("tickets_benefitperiod", worker=WRITE),
    by_person("tickets_blindperiod", worker=WRITE),
    by_person("tickets_medicalreview", worker=WRITE),
    by_person("tickets_vrclosure", worker=WRITE),
    by_organisation("tickets_vrcase", org=READ, holder=READ, holder_column="person_id", worker=WRITE),
    # Who holds a Ticket and how it is used changes by a move alone, which the system writes.
    by_person("tickets_ticket", org=READ, holder=READ, worker=WRITE),
    by_organisation(
        "tickets_ticketstep",
        org=READ,
        holder=READ,
        holder_column="person_id",
        worker=ADD,
        append_only=True,
    ),
    by_person("tickets_termination", org=READ, holder=READ, worker=ADD),
    by_organisation("tickets_assignment", org=READ, holder=READ, holder_column="person_id", worker=WRITE),
    by_organisation("tickets_unassignment", org=READ, worker=WRITE),
    # Whose account it is, is told by services that have judged who asks.
    by_person("tickets_holderaccess", worker=WRITE),
    # Written by the system: what a provider may see of an answer is decided where the answer is made.
    by_organisation("tickets_assignabilityfile", org=READ, worker=ADD, append_only=True),
    by_organisation("tickets_assignabilitycheck", org=READ, worker=ADD, append_only=True),
    by_organisation("tickets_refusedlookup", "organisation", org=ADD, staff=ADD),
)

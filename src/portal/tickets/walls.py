"""Who may do what with people and Tickets."""

from portal.kernel.database.declared import ADD, READ, WRITE, by_organisation, by_person

TABLES = (
    by_person("tickets_person", "id", org=READ),
    by_organisation("tickets_sight", org=READ, worker=WRITE),
    # Benefit status and State VR history are the agency's; a provider learns what a Decision tells it.
    by_person("tickets_benefitperiod"),
    by_person("tickets_blindperiod"),
    by_person("tickets_vrclosure", worker=ADD),
    by_organisation("tickets_vrcase", org=READ, worker=WRITE),
    # Who holds a Ticket and how it is used changes by a move alone, which the system writes.
    by_person("tickets_ticket", org=READ, worker=WRITE),
    by_organisation("tickets_ticketstep", org=READ, worker=ADD, append_only=True),
    by_person("tickets_termination", org=READ),
    by_organisation("tickets_assignment", org=READ, worker=WRITE),
    by_organisation("tickets_unassignment", org=READ, worker=WRITE),
    by_organisation("tickets_refusedlookup", "organisation", org=ADD),
)

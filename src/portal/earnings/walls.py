"""Who may do what with earnings, their evidence, and what providers ask about them."""

from portal.kernel.database.declared import ADD, READ, WRITE, by_organisation, of_the_house

TABLES = (
    of_the_house("earnings_employer", org=ADD, worker=ADD),
    # A provider's role sees only the rows given by or to it (row L7); the rest it learns through a Decision.
    by_organisation("earnings_earningsmonth", "given_to_id", org=READ, worker=WRITE),
    # What came in on paper is entered as the system.
    by_organisation("earnings_evidence", org=ADD, worker=ADD),
    # Written by the system, once the service has judged who asks and what is answered.
    by_organisation("earnings_inquiry", org=READ, locks=("staff",), worker=WRITE),
    by_organisation("earnings_inquiryrow", org=READ, worker=WRITE),
)

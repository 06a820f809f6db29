"""Who may do what with requests, determinations and money."""

from portal.kernel.database.declared import ADD, READ, WRITE, by_organisation, of_the_house

TABLES = (
    by_organisation("payments_paymentrequest", org=WRITE, staff=WRITE, worker=WRITE),
    by_organisation("payments_requeststep", "organisation", org=ADD, staff=ADD, worker=ADD, append_only=True),
    by_organisation("payments_determination", "organisation", org=READ, worker=ADD, append_only=True),
    by_organisation("payments_award", org=READ, worker=WRITE),
    of_the_house("payments_ledgertransaction", worker=ADD, append_only=True),
    by_organisation("payments_ledgerentry", org=READ, worker=ADD, append_only=True),
    of_the_house("payments_qualitysample", staff=ADD, worker=ADD),
)

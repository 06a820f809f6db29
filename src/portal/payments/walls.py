"""Who may do what with requests, determinations and money."""

from portal.kernel.database.declared import ADD, READ, WRITE, by_organisation, of_the_house

TABLES = (
    # Moves are written as the system, once the service has judged who may make them: neither a provider's role
    # nor an analyst's can put a request into another state, or an amount into it.
    by_organisation("payments_paymentrequest", org=READ, locks=("org", "staff"), worker=WRITE),
    by_organisation("payments_requeststep", "organisation", org=READ, worker=ADD, append_only=True),
    by_organisation("payments_determination", "organisation", org=READ, worker=ADD, append_only=True),
    by_organisation("payments_award", org=READ, worker=WRITE),
    by_organisation("payments_requestfile", org=READ, worker=WRITE),
    by_organisation("payments_requestrow", org=READ, worker=WRITE),
    of_the_house("payments_ledgertransaction", worker=ADD, append_only=True),
    by_organisation("payments_ledgerentry", org=READ, worker=ADD, append_only=True),
    of_the_house("payments_qualitysample", worker=ADD),
    of_the_house("payments_rejudged", worker=WRITE),
)

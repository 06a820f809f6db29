"""Who may do what with requests, determinations and money."""

from portal.kernel.database.declared import ADD, ALL, READ, WRITE, by_organisation, of_the_house

TABLES = (
    # Moves are written as the system, once the service has judged who may make them: neither a provider's role
    # nor an analyst's can put a request into another state, or an amount into it.
    by_organisation("payments_paymentrequest", org=READ, locks=("org", "staff"), worker=WRITE),
    by_organisation("payments_requeststep", "organisation", org=READ, worker=ADD, append_only=True),
    by_organisation("payments_determination", "organisation", org=READ, worker=ADD, append_only=True),
    by_organisation("payments_award", org=READ, worker=WRITE),
    by_organisation("payments_requestfile", org=READ, worker=WRITE),
    by_organisation("payments_requestrow", org=READ, worker=WRITE),
    by_organisation("payments_costclaim", org=READ, worker=WRITE),
    of_the_house("payments_ledgertransaction", worker=ADD, append_only=True),
    by_organisation("payments_ledgerentry", org=READ, worker=ADD, append_only=True),
    of_the_house("payments_allocation", worker=ADD, append_only=True),
    of_the_house("payments_qualitysample", worker=ADD),
    of_the_house("payments_qualityreview", worker=WRITE),
    of_the_house("payments_rejudged", worker=WRITE),
    # A provider sees its own deposits and what they are made of, never a run. Lines are taken out again only of a run
    # that is still open: a trigger refuses the rest.
    of_the_house("payments_paymentrun", worker=WRITE, locks=("staff",)),
    of_the_house("payments_runstep", worker=ADD, append_only=True),
    by_organisation("payments_deposit", org=READ, worker=ALL),
    by_organisation("payments_runline", org=READ, worker=ALL),
    by_organisation("payments_recovery", org=READ, worker=ADD, append_only=True),
    by_organisation("payments_repayment", org=READ, worker=ADD, append_only=True),
    by_organisation("payments_canceledrepayment", org=READ, worker=ADD, append_only=True),
    by_organisation("payments_keptback", org=READ, worker=ALL),
    of_the_house("payments_answerfile", worker=WRITE),
    of_the_house("payments_answerrow", worker=WRITE),
    of_the_house("payments_sweep", worker=WRITE),
    of_the_house("payments_sweepprovider", worker=ADD),
    of_the_house("payments_sweepslice", worker=WRITE),
    by_organisation("payments_sweepfinding", worker=ADD),
)

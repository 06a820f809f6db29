"""Who may do what with what Beneficiary Support and the mail room hold."""

from portal.kernel.database.declared import ADD, READ, WRITE, by_organisation, of_the_house

TABLES = (
    # Written by the system, once the service has judged the move; a provider reads what became of its own papers.
    by_organisation("support_paperitem", org=READ, locks=("staff",), worker=WRITE),
    of_the_house("support_paperstep", worker=ADD, append_only=True),
)

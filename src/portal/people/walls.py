"""Who may do what with the tables of people's accounts."""

from portal.kernel.database.declared import ADD, ALL, READ, WRITE, by_organisation, of_the_house

TABLES = (
    of_the_house("people_account", worker=WRITE, entrance=WRITE),
    of_the_house("people_organisation", org=READ, holder=READ, entrance=READ),
    by_organisation("people_employment", org=READ, worker=WRITE),
    by_organisation("people_designation", org=READ, worker=WRITE),
    # Whose key it is, is asked before anybody is known.
    by_organisation("people_apikey", org=READ, worker=WRITE, entrance=READ),
    of_the_house("people_apiuse", staff=(), worker=(), side=("select", "insert", "update"), tracked=False),
    of_the_house("people_clearance", worker=ADD),
    of_the_house("people_trainingrecord", worker=ADD, entrance=READ),
    of_the_house("people_trainingprogress", staff=(), worker=WRITE, entrance=READ),
    of_the_house("people_invitation", staff=(), worker=WRITE, entrance=WRITE),
    of_the_house("people_signin", worker=WRITE, entrance=WRITE, side=("select", "update")),
    of_the_house("people_mobile", staff=(), worker=ALL, entrance=ALL),
    of_the_house("people_provideridentity", staff=(), worker=ALL, entrance=WRITE),
    of_the_house("people_warned", worker=ADD),
    of_the_house("account_emailaddress", staff=(), worker=(), entrance=ALL, tracked=False),
    of_the_house("account_emailconfirmation", staff=(), worker=(), entrance=ALL, tracked=False),
    of_the_house("mfa_authenticator", staff=(), worker=ALL, entrance=ALL, tracked=False),
)

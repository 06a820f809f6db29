"""Who may do what with the tables of people's accounts."""

from portal.kernel.database.declared import ALL, READ, WRITE, by_organisation, of_the_house

TABLES = (
    of_the_house("people_account", entrance=WRITE),
    of_the_house("people_organisation", org=READ, entrance=READ),
    by_organisation("people_employment", org=READ),
    of_the_house("people_clearance"),
    of_the_house("people_trainingrecord"),
    of_the_house("account_emailaddress", staff=(), worker=(), entrance=ALL, tracked=False),
    of_the_house("account_emailconfirmation", staff=(), worker=(), entrance=ALL, tracked=False),
    of_the_house("mfa_authenticator", staff=(), worker=(), entrance=ALL, tracked=False),
)

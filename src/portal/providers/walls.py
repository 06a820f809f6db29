"""Who may do what with the provider's record."""

from portal.kernel.database.declared import ADD, READ, WRITE, by_organisation, of_the_house

TABLES = (
    by_organisation("providers_provider", org=READ, worker=WRITE),
    by_organisation("providers_agreement", "provider_id", org=READ, worker=WRITE),
    by_organisation("providers_hold", "provider_id", org=READ, worker=WRITE),
    by_organisation("providers_election", "provider_id", org=READ, worker=ADD, append_only=True),
    by_organisation("providers_enrolment", "provider_id", org=READ, worker=ADD),
    by_organisation("providers_affiliate", "provider_id", org=READ, worker=WRITE),
    by_organisation("providers_certifiedcounsellor", "provider_id", org=READ, worker=WRITE),
    by_organisation("providers_assignmentright", "provider_id", org=READ, worker=WRITE),
    of_the_house("providers_bringover", worker=WRITE),
    of_the_house("providers_broughtrow", worker=WRITE),
    by_organisation("providers_earliersubmission", org=READ, worker=ADD, append_only=True),
)

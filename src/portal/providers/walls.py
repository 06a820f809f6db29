"""Who may do what with the provider's record."""

from portal.kernel.database.declared import READ, by_organisation

TABLES = (
    by_organisation("providers_provider", org=READ),
    by_organisation("providers_agreement", "provider_id", org=READ),
    by_organisation("providers_hold", "provider_id", org=READ),
)

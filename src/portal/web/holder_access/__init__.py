"""A Ticketholder's account, as the provider sees it that invites and Beneficiary Support that helps (row L10)."""

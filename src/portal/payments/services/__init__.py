"""The only writers of payment requests, determinations and the ledger; each needs an open unit."""

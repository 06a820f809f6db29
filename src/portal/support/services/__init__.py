"""The only writers of papers; each needs an open unit."""

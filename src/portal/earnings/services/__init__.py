"""The only writers of earnings and evidence; each needs an open unit."""

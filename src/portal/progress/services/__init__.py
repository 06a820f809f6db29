"""The only writers of progress reviews; each needs an open unit."""

"""The only writers of files from and to Social Security's records; each needs an open unit."""

"""Pages of files that are sent, tried and brought in: one set for every kind of file, for providers and staff."""

"""Progress reviews that the provider was asked about (row C7)."""

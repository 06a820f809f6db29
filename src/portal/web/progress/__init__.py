"""The response to a progress review, as the provider, the Ticketholder and who enters a paper fill it in (row C7)."""

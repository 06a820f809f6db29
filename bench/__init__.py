"""Each benchmark beside its yardstick. One run gives ratios; absolute numbers are the machine's of that hour."""

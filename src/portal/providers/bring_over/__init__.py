"""Bringing over people and submissions of the earlier portal from CSV files: columns, reading, judging."""

"""Encrypted backups of the embedded server, restored to any instant (row L8)."""

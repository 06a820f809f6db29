"""Whose clearance or training ends soon, for who names an organization's people."""

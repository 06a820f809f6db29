"""Whose clearance or training has to be renewed: what the list of it reads past the walls."""

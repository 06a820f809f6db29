"""The database's own walls: roles, grants, row-level security, triggers, made from each room's declarations."""

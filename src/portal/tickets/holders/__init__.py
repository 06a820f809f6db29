"""Whose account it is among Ticketholders, read past the walls for callers that have judged who asks."""

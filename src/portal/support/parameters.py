"""Dated parameters of the mail room: our own working rules, each with its source."""

from portal.kernel.dated import ALWAYS, Dated, on

__all__ = ["ENTER_WITHIN", "on"]

# Working days until a paper that came in is entered. Whenever it is, its day of receipt counts.
ENTER_WITHIN = (Dated(ALWAYS, 2, "own service level, until the contract gives one"),)

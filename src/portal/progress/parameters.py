"""Dated parameters of progress reviews: our own working rules, each with its source."""

from portal.kernel.dated import ALWAYS, Dated, on

__all__ = ["DECIDE_WITHIN", "on"]

# Working days until a review is decided in which everybody was asked, and a request about one.
DECIDE_WITHIN = (Dated(ALWAYS, 10, "own service level, until the contract gives one"),)

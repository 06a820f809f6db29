"""Dated parameters of earnings inquiries: our own working rules, each with its source."""

from portal.kernel.dated import ALWAYS, Dated, on

__all__ = ["ANSWER_WITHIN", "MOST_ROWS", "ROWS", "on"]

# Working days until an inquiry is answered.
ANSWER_WITHIN = (Dated(ALWAYS, 10, "own service level, until the contract gives one"),)
# Rows of an empty form (the earlier portal's guide), and the most of one inquiry.
ROWS = 6
MOST_ROWS = 60

"""Federal working days, as the law counts them; the rooms above import them from here."""

from portal.policy.workdays import is_working_day, working_days_after

__all__ = ["is_working_day", "working_days_after"]

"""The yardstick of the pages: what Django gives out of the box, and one list of 25 rows behind a sign-in."""

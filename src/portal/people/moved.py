"""Since when a provider works in this portal: before, nobody can use it, so no day without use counts (ACC-08).

The roll-out is the provider's record, which stands above this room: it is read by name.
"""


def moved_on(organisation: str) -> str:
    """SQL: the first day of the present roll-out of `organisation` (a column), null where it has not moved by %(on)s.

    From pilot to live is no new move.
    """
    return f"""(select min(x.from_on) from providers_enrolment x
        where x.provider_id = {organisation} and x.from_on <= %(on)s and x.state <> 'not-enrolled'
        and not exists (select 1 from providers_enrolment y where y.provider_id = {organisation}
            and y.state = 'not-enrolled' and y.from_on > x.from_on and y.from_on <= %(on)s))"""  # noqa: S608

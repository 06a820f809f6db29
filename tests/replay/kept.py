"""Decisions that the services have kept, made again from their facts."""

from portal.kernel.models import StoredDecision
from portal.policy.replay import difference


def made_again(*rules: str) -> None:
    """Each kept decision is answered the same, and these are the rules there are decisions of."""
    rows = list(StoredDecision.objects.using("loader").all())
    assert {row.rule for row in rows} == set(rules)
    assert [row.rule for row in rows if difference(row.rule, row.facts, row.answer) is not None] == []

"""`manage.py replay_decisions`: all decisions that are kept, made again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.kernel.ids import new_id
from portal.kernel.models import StoredDecision

pytestmark = [pytest.mark.row("I2", "E7")]


def run(**options) -> str:
    out = StringIO()
    call_command("replay_decisions", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_every_decision_is_made_again_and_one_that_differs_is_named(desk) -> None:
    desk.submitted(desk.holder(earned={"2025-02": 1200}), ("P1M1", "2025-02"))
    assert run() == "1 decisions made again, 0 of them otherwise.\n"
    [kept] = StoredDecision.objects.using("loader").all()
    odd = {**kept.answer, "outcome": "refuse", "amount": None}
    changed = desk.world.add(_again(kept, answer=odd))
    lost = desk.world.add(_again(kept, rule="signature"))
    out = StringIO()
    with pytest.raises(
        CommandError, match="2 decisions made again, 1 of them otherwise; 1 could not be made"
    ):
        call_command("replay_decisions", stdout=out, stderr=StringIO())
    first, second = sorted(out.getvalue().splitlines(), key=lambda line: "signature" in line)
    assert first.startswith(f"{changed.pk} payment of 2025-12-15: outcome: refuse -> grant; amount: None -> ")
    assert second == f"{lost.pk} signature: cannot be made again: party: is missing from the facts"
    assert run(rule="sweep") == "0 decisions made again, 0 of them otherwise.\n"


def _again(kept: StoredDecision, **changed) -> StoredDecision:
    values = {field.attname: getattr(kept, field.attname) for field in StoredDecision._meta.concrete_fields}
    return StoredDecision(**{**values, "id": new_id(), **changed})

"""Pure payment decisions a second on one core, with all checks; and the same with reading the facts' JSON."""

import gc
import json
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any

import django

django.setup()

from bench.measure import in_turn, processor  # noqa: E402
from bench.report import Line, note, write  # noqa: E402
from portal.kernel.models import StoredDecision  # noqa: E402
from portal.policy.payment import decide  # noqa: E402
from portal.policy.payment_facts import parse, parse_beside  # noqa: E402
from portal.policy.records import PaymentFacts  # noqa: E402

REPEATS = 9
GOAL, FLOOR, REPLAYED = 50_000, 20_000, 20_000
# Facts and answer of a stored decision, as the database has them.
Stored = tuple[str, str]


def replay(stored: Sequence[Stored]) -> int:
    """Make each decision again from its facts and compare the whole answer; those of one person follow each other."""
    before: tuple[dict[str, Any], PaymentFacts] | None = None
    for facts_text, answer in stored:
        facts = json.loads(facts_text)
        read = parse(facts) if before is None else parse_beside(facts, *before)
        before = facts, read
        if decide(read).to_json() != json.loads(answer):
            raise RuntimeError("a stored decision is made otherwise now")
    return len(stored)


def main() -> None:
    stored = StoredDecision.objects.using("loader").filter(rule="payment").order_by("id")
    facts = list(stored.values_list("facts", flat=True))
    kept = stored.order_by("person", "id").values_list("facts", "answer")
    replayed = [(json.dumps(one), json.dumps(answer)) for one, answer in kept]
    cases = [parse(one) for one in facts]
    gc.collect()
    gc.freeze()
    taken = in_turn(
        {
            "decide": processor(lambda: Counter(decide(case).outcome for case in cases)),
            "read": processor(lambda: Counter(decide(parse(one)).outcome for one in facts)),
            "replay": processor(lambda: replay(replayed)),
        },
        REPEATS,
    )
    pure, read = (len(cases) / median(taken[name]) for name in ("decide", "read"))
    write(
        Line(
            "payment decisions a second, one core",
            f"{pure:,.0f}/s",
            score=pure,
            goal=GOAL,
            floor=FLOOR,
            sense="at least",
            unit="/s",
        )
    )
    write(Line("the same, reading the facts' JSON first", f"{read:,.0f}/s", f"{pure:,.0f}/s", pure / read))
    again = len(replayed) / median(taken["replay"])
    write(
        Line(
            "stored decisions replayed, text to whole answer",
            f"{again:,.0f}/s",
            score=again,
            goal=REPLAYED,
            sense="at least",
            unit="/s",
        )
    )
    checks = {len(decide(case).checks) for case in cases}
    months = median(len(case.earnings) for case in cases)
    note(
        f"law: {len(cases):,} cases of the synthetic program, {min(checks)} to {max(checks)} checks each, "
        f"{months:.0f} rows of earnings in the median; each answer is counted and let go before the next, as in "
        "a replay; processor time of one process."
    )


if __name__ == "__main__":
    main()

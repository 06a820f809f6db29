"""Pure payment decisions a second on one core, with all checks; and the same with reading the facts' JSON."""

import gc
from collections import Counter
from statistics import median

import django

django.setup()

from bench.measure import in_turn, processor  # noqa: E402
from bench.report import Line, note, write  # noqa: E402
from portal.kernel.models import StoredDecision  # noqa: E402
from portal.policy.payment import decide  # noqa: E402
from portal.policy.payment_facts import parse  # noqa: E402

REPEATS = 9
GOAL, FLOOR = 50_000, 20_000


def main() -> None:
    stored = StoredDecision.objects.using("loader").filter(rule="payment").order_by("id")
    facts = list(stored.values_list("facts", flat=True))
    cases = [parse(one) for one in facts]
    gc.collect()
    gc.freeze()
    taken = in_turn(
        {
            "decide": processor(lambda: Counter(decide(case).outcome for case in cases)),
            "read": processor(lambda: Counter(decide(parse(one)).outcome for one in facts)),
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
    checks = {len(decide(case).checks) for case in cases}
    months = median(len(case.earnings) for case in cases)
    note(
        f"law: {len(cases):,} cases of the synthetic program, {min(checks)} to {max(checks)} checks each, "
        f"{months:.0f} rows of earnings in the median; each answer is counted and let go before the next, as in "
        "a replay; processor time of one process."
    )


if __name__ == "__main__":
    main()

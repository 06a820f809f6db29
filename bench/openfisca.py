"""One milestone test by our rules and by OpenFisca's, a case at a time and as a vector, with the same answers."""

import json
import subprocess
from statistics import median
from typing import Any

import django

django.setup()

from bench.measure import in_turn, processor  # noqa: E402
from bench.report import Line, note, write  # noqa: E402
from portal.cluster.places import REPOSITORY, state_dir  # noqa: E402
from portal.kernel.models import StoredDecision  # noqa: E402
from portal.policy.case import Case  # noqa: E402
from portal.policy.core import Month  # noqa: E402
from portal.policy.milestones import attainment  # noqa: E402
from portal.policy.payment_facts import parse  # noqa: E402
from portal.policy.records import PaymentFacts  # noqa: E402
from portal.policy.tables.figures import TRIAL_WORK_LEVEL  # noqa: E402
from portal.policy.tables.parameters import IN_FORCE  # noqa: E402

KIND, ALONE, REPEATS = "P1M2", 40, 5


def earned(case: Case) -> dict[str, int]:
    """Cents by month from the first payable month on: what the milestone counts."""
    first = case.window_from
    return {str(month): cents for month, cents in case.earnings.low.items() if first and month >= first}


def theirs(cases: list[Case], months: list[str]) -> dict[str, Any]:
    asked = {
        "levels": {str(year): figure.cents for year, figure in TRIAL_WORK_LEVEL.by_year.items()},
        "cases": [earned(case) for case in cases],
        "months": months,
        "alone": ALONE,
    }
    python = state_dir() / "bench-environment" / "bin" / "python"
    done = subprocess.run(
        [str(python), "bench/openfisca_model.py"],
        cwd=REPOSITORY,
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ours(facts: list[PaymentFacts]) -> list[bool]:
    return [attainment(Case(one, IN_FORCE), KIND).month is not None for one in facts]


def main() -> None:
    stored = StoredDecision.objects.using("loader").filter(rule="payment").order_by("id")
    facts = [parse(one) for one in stored.values_list("facts", flat=True)]
    # Where sources differ or a figure lacks, OpenFisca's rules have no word for "not known".
    facts = [one for one in facts if (found := attainment(Case(one, IN_FORCE), KIND)).month == found.perhaps]
    cases = [Case(one, IN_FORCE) for one in facts]
    worked = [Month.parse(month) for case in cases for month in earned(case)]
    months = [str(min(worked).plus(place)) for place in range(max(worked) - min(worked) + 1)]
    found = theirs(cases, months)
    if found["answers"] != ours(facts):
        raise RuntimeError("both rules should answer every case alike")
    taken = in_turn({"ours": processor(lambda: ours(facts))}, REPEATS)
    each = median(taken["ours"]) / len(facts)
    for name, words in (("alone", "one case at a time"), ("together", "all as one vector")):
        write(
            Line(
                f"milestone test beside OpenFisca, {words}",
                f"{each * 1e6:,.1f} us",
                f"{found[name] * 1e6:,.1f} us",
                each / found[name],
            )
        )
    note(
        f"openfisca: {KIND} over {len(facts):,} cases and {len(months)} months; ours from parsed facts, one at a time, "
        "with the months it rests on; both give the same answers; processor time of one process."
    )


if __name__ == "__main__":
    main()

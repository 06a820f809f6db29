"""The report: counts by module, the rate, and every change that no test noticed."""

from collections import Counter
from pathlib import Path

from tests.mutants.changes import Change
from tests.mutants.journal import Result
from tests.mutants.law import LEFT_OUT, REPOSITORY, modules
from tests.mutants.session import ENDLESS, NOT_LOADED

FLOOR = 95
EQUIVALENT = Path(__file__).with_name("equivalent.txt")


def equivalents(file: Path = EQUIVALENT) -> dict[str, str]:
    """Changes that change no answer, with the reason: a line with the change, then an indented one with why."""
    found: dict[str, str] = {}
    key = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith(" ") and key:
            found[key] = f"{found[key]} {line.strip()}".strip()
        elif line.strip() and not line.startswith("#"):
            key = line.strip()
            found[key] = ""
    return found


def report(
    changes: list[Change], results: dict[str, Result], same: dict[str, str], seconds: float
) -> tuple[str, bool]:
    """The text, and whether enough was killed and no change listed as equivalent was."""
    total = Counter(change.module for change in changes)
    equal = Counter(change.module for change in changes if change.key in same)
    killed = Counter(
        change.module for change in changes if results[change.key].killer and change.key not in same
    )
    counted, dead = total.total() - equal.total(), killed.total()
    rate = 100 * dead / counted if counted else 100.0
    lines = [
        f"{total.total()} changes, {equal.total()} of them equivalent; {dead} of {counted} killed: {rate:.1f} %",
        f"took {seconds:.0f} s (what an earlier run of the same files had tried was not tried again)",
        "",
        f"{'module':<36}{'changes':>8}{'equal':>8}{'killed':>8}{'survived':>10}",
    ]
    for name in sorted(total):
        left = total[name] - equal[name] - killed[name]
        lines.append(f"{name:<36}{total[name]:>8}{equal[name]:>8}{killed[name]:>8}{left:>10}")
    unloaded = sum(result.killer == NOT_LOADED for result in results.values())
    endless = sum(result.killer == ENDLESS for result in results.values())
    lines += ["", f"Of the killed ones {unloaded} could not be loaded and {endless} ran without an end."]
    lines += ["", "Not changed:", *(f"  {name}: {why}" for name, why in LEFT_OUT.items())]
    files = {name: path.relative_to(REPOSITORY) for name, path in modules()}
    survived = [change for change in changes if not results[change.key].killer and change.key not in same]
    lines += ["", f"Survived: {len(survived)}"]
    lines += [f"  {files[one.module]}:{one.line} {one.key.split(' | ', 1)[1]}" for one in survived]
    wrong = [change for change in changes if results[change.key].killer and change.key in same]
    if wrong:
        lines += ["", "Listed as equivalent, but killed:"]
        lines += [f"  {one.key} by {results[one.key].killer}" for one in wrong]
    return "\n".join(lines), rate >= FLOOR and not wrong

"""Which modules are changed, and which not, with the reason."""

from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
POLICY = REPOSITORY / "src" / "portal" / "policy"
TESTS = (REPOSITORY / "tests" / "policy", REPOSITORY / "tests" / "replay")
"""The law's tests, with the corpus of decisions that some of them read."""
LEFT_OUT = {
    "manual": "makes a document of the rules and decides nothing; the committed document is compared with it",
    "reading": "reads JSON and describes it; what is wrong in it is a sentence and never a decision",
    "replay": "reads facts as they are kept and asks the rules; every service's decisions are made again by its tests",
}


def modules() -> Iterator[tuple[str, Path]]:
    """The modules of the law by name, as `portal.policy.core`, with their files."""
    for path in sorted(POLICY.rglob("*.py")):
        inside = path.relative_to(POLICY).with_suffix("")
        if path.name != "__init__.py" and str(inside) not in LEFT_OUT:
            yield ".".join(("portal", "policy", *inside.parts)), path

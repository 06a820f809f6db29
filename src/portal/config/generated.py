"""Documents made from the code: each a function that returns Markdown; CI compares them with what is committed."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from portal.casework.bring_notes.guide import markdown as contact_notes
from portal.config.walls import TABLES
from portal.exchange.guide import markdown as ssa_files
from portal.integrity import moves as reviews
from portal.payments import cost_moves as costs
from portal.payments import moves as requests
from portal.payments import run_moves as runs
from portal.payments.by_file.guide import markdown as requests_by_file
from portal.payments.run_file.guide import markdown as payment_run_files
from portal.people import moves as designations
from portal.policy.manual import markdown
from portal.policy.roles import GRANTS, ROLE_NAMES
from portal.policy.ticket_moves import mermaid as ticket_mermaid
from portal.progress import moves as progress
from portal.providers.bring_over.guide import markdown as bring_over
from portal.support import moves as papers

ROOT: Path = settings.ROOT
FOLDER = ROOT / "docs" / "generated"


def roles() -> str:
    """Roles and permissions."""
    lines = ["# Roles and permissions", "", "Made from `policy/roles.py`.", ""]
    lines += [
        "| permission | " + " | ".join(ROLE_NAMES.values()) + " |",
        "| --- " * (len(ROLE_NAMES) + 1) + "|",
    ]
    for permission, granted in GRANTS.items():
        lines.append(
            f"| {permission} | " + " | ".join("yes" if role in granted else "" for role in ROLE_NAMES) + " |"
        )
    return "\n".join(lines) + "\n"


def tables() -> str:
    """Tables and their walls."""
    lines = ["# Tables and who may touch them", "", "Made from each room's `walls.py`.", ""]
    lines += [
        "| table | rows belong to | provider | Ticketholder | staff | worker | sign-in | only grows |",
        "| --- " * 8 + "|",
    ]
    for table in TABLES:
        owner = f"{table.owned} ({table.column})" if table.column else str(table.owned)
        grants = [
            ", ".join([*getattr(table, role), *(["lock"] if role in table.locks else [])]) or "nothing"
            for role in ("org", "holder", "staff", "worker", "entrance")
        ]
        lines.append(
            f"| {table.name} | {owner} | " + " | ".join(grants) + f" | {'yes' if table.append_only else ''} |"
        )
    return "\n".join(lines) + "\n"


def moves() -> str:
    """The moves of a payment request."""
    diagram = "\n".join(requests.TABLE.mermaid())
    return f"# States of a payment request\n\nMade from `payments/moves.py`.\n\n```mermaid\n{diagram}\n```\n"


def run_moves() -> str:
    """The moves of a payment run."""
    diagram = "\n".join(runs.TABLE.mermaid())
    return f"# States of a payment run\n\nMade from `payments/run_moves.py`.\n\n```mermaid\n{diagram}\n```\n"


def cost_moves() -> str:
    """The moves of a claim of costs."""
    diagram = "\n".join(costs.TABLE.mermaid())
    return (
        f"# States of a claim of costs\n\nMade from `payments/cost_moves.py`.\n\n```mermaid\n{diagram}\n```\n"
    )


def designation_moves() -> str:
    """The moves of a designation."""
    diagram = "\n".join(designations.TABLE.mermaid("second person for staff roles"))
    return f"# States of a designation\n\nMade from `people/moves.py`.\n\n```mermaid\n{diagram}\n```\n"


def review_moves() -> str:
    """The moves of a plan under review."""
    diagram = "\n".join(reviews.TABLE.mermaid())
    return (
        f"# States of a plan under review\n\nMade from `integrity/moves.py`.\n\n```mermaid\n{diagram}\n```\n"
    )


def paper_moves() -> str:
    """The moves of a paper."""
    diagram = "\n".join(papers.TABLE.mermaid())
    return f"# States of a paper\n\nMade from `support/moves.py`.\n\n```mermaid\n{diagram}\n```\n"


def progress_moves() -> str:
    """The moves of a progress review."""
    diagram = "\n".join(progress.TABLE.mermaid())
    return f"# States of a progress review\n\nMade from `progress/moves.py`.\n\n```mermaid\n{diagram}\n```\n"


def ticket_moves() -> str:
    """The moves of a Ticket."""
    diagram = "\n".join(ticket_mermaid())
    return f"# States of a Ticket\n\nMade from `policy/ticket_moves.py`.\n\n```mermaid\n{diagram}\n```\n"


def rows() -> str:
    """Mission rows and the tests that name them."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for row in _rows_named(path):
            found[row].add(str(path.relative_to(ROOT)))
    lines = ["# Mission rows and their tests", "", "Made from the `row` marks of the tests.", ""]
    lines += ["| row | tests |", "| --- | --- |"]
    for row in sorted(found, key=lambda name: (name[0], int(name[1:]))):
        lines.append(f"| {row} | " + "<br>".join(sorted(found[row])) + " |")
    return "\n".join(lines) + "\n"


def _rows_named(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.row":
            yield from (str(a.value) for a in node.args if isinstance(a, ast.Constant))


DOCUMENTS: dict[str, Callable[[], str]] = {
    "policy-manual.md": markdown,
    "roles.md": roles,
    "tables.md": tables,
    "payment-request-states.md": moves,
    "payment-run-states.md": run_moves,
    "cost-claim-states.md": cost_moves,
    "designation-states.md": designation_moves,
    "plan-review-states.md": review_moves,
    "paper-states.md": paper_moves,
    "progress-review-states.md": progress_moves,
    "ticket-states.md": ticket_moves,
    "rows-and-tests.md": rows,
    "ssa-files.md": ssa_files,
    "../guide/bring-over.md": bring_over,
    "../guide/contact-notes.md": contact_notes,
    "../guide/requests-by-file.md": requests_by_file,
    "../guide/payment-run-files.md": payment_run_files,
}

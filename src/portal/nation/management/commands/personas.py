"""Say who one can be in the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.nation.holders import answers_of
from portal.nation.personas import HOLDERS, PASSWORD, PERSONAS
from portal.policy.roles import ROLE_NAMES, Role


class Command(BaseCommand):
    help = "List the personas of the synthetic program: role, organisation, what waits for them, e-mail."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        lines = [
            (", ".join(ROLE_NAMES[Role(role)] for role in p.roles), p.organisation, p.email, p.waits)
            for p in PERSONAS
        ]
        lines += [(ROLE_NAMES[Role.TICKETHOLDER], p.organisation, p.email, p.waits) for p in HOLDERS]
        widths = [max(len(line[column]) for line in lines) for column in range(3)]
        for line in lines:
            cells = [text.ljust(width) for text, width in zip(line[:3], widths, strict=True)]
            self.stdout.write("  ".join([*cells, line[3]]))
        for one in HOLDERS:
            if one.state == "invited" and (answers := answers_of(one.email)):
                said = ", ".join(f"{name} {value}" for name, value in answers.items())
                self.stdout.write(f"{one.email} proves whose account it is with: {said}")
        self.stdout.write(f"Password of all: {PASSWORD}")
        self.stdout.write("Second step: manage.py code <e-mail> prints the code of the moment")

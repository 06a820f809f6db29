"""The mail room with an agency's form on paper, put to its file."""

from typing import Any

from portal.support.services.enter_form import enter_agency_form
from portal.support.services.keying import keep
from tests.casework.agency_work import SHOWN, AgencyWork
from tests.support.room import Room, pdf


class Agency(Room, AgencyWork):
    """The mail room, and an agency with a file on somebody."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        Room.__init__(self, world, unit_as)
        AgencyWork.__init__(self, world, unit_as)
        self.form = self.indexed("ssa-1365", self.case.number, scan=pdf())

    def enters(self, **answers: Any) -> Any:
        self.does(keep, self.form, revision=-1, answers={"plan": {"goal": ["Bookkeeper"]}})
        said = self.answers(**{"scan": self.form.file_id, **answers})
        return self.does(enter_agency_form, self.form, revision=0, answers=said, shown=SHOWN)

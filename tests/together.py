"""Which tests go to one process: those that share what is costly to make, so that it is made once."""

from xdist.scheduler import LoadScopeScheduling

WHOLE = (
    "tests/authorization/test_cube.py",
    "tests/authorization/test_holder_walls.py",
    "tests/authorization/test_walls_alone.py",
    "tests/budgets/",
    "tests/canaries/",
    "tests/journeys/",
    "tests/nation/",
    "tests/repository/test_conventions.py",
    "tests/web/account/test_provider.py",
    "tests/web/test_ui_gallery.py",
)


class Together(LoadScopeScheduling):
    """The large groups first, then every other test to whichever process is free."""

    def _split_scope(self, nodeid: str) -> str:
        return next((one for one in WHOLE if nodeid.startswith(one)), nodeid)

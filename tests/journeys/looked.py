"""Which pages were judged already in this run, by whichever process: each is judged once."""

from hashlib import sha256
from pathlib import Path


class Looked:
    """A folder with a mark for each page, state and way of looking."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def first(self, *page: object) -> bool:
        """Is this the first look at it? Of two who ask at once, one is the first."""
        try:
            (self.folder / sha256(repr(page).encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

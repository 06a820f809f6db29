from portal.kernel.models.decision import StoredDecision
from portal.kernel.models.draft import Draft, Submission
from portal.kernel.models.duty import Duty
from portal.kernel.models.file import StoredFile
from portal.kernel.models.mail import Mail
from portal.kernel.models.notice import Announcement, Closure
from portal.kernel.models.once import OnceKey
from portal.kernel.models.trail import TrailBlock, TrailEntry

__all__ = [
    "Announcement",
    "Closure",
    "Draft",
    "Duty",
    "Mail",
    "OnceKey",
    "StoredDecision",
    "StoredFile",
    "Submission",
    "TrailBlock",
    "TrailEntry",
]

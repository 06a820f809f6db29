"""What each state is called on a page and how it looks. Colour only ever repeats what the words say."""

from typing import NamedTuple

from django.utils.text import capfirst


class Look(NamedTuple):
    """`tone`: good, bad, wait, info or plain; `words`: as shown."""

    tone: str
    words: str


_LOOKS: dict[str, Look] = {
    # payment requests
    "draft": Look("plain", "Draft"),
    "submitted": Look("info", "Submitted"),
    "with-analyst": Look("info", "With an analyst"),
    "waiting-for-information": Look("wait", "Waiting for information"),
    "waiting-for-ssa": Look("info", "Waiting for Social Security"),
    "reconsideration": Look("info", "Being reconsidered"),
    "approved": Look("good", "Approved"),
    "denied": Look("bad", "Denied"),
    "withdrawn": Look("plain", "Withdrawn"),
    "released": Look("good", "Released for payment"),
    "paid": Look("good", "Paid"),
    "reversed": Look("bad", "Reversed"),
    # claims of costs
    "claimed": Look("info", "Claimed"),
    "beside-network": Look("bad", "Beside a network payment"),
    # plans and amendments
    "to-sign": Look("wait", "Waiting for signatures"),
    "signed": Look("good", "Signed by both"),
    "replaced": Look("plain", "Replaced"),
    # checks and outcomes
    "held": Look("good", "Met"),
    "failed": Look("bad", "Not met"),
    "unknown": Look("wait", "Not known yet"),
    "grant": Look("good", "Can be paid"),
    "refuse": Look("bad", "Cannot be paid"),
    "refer": Look("info", "A person decides"),
    "ask": Look("wait", "Something is missing"),
    # outcomes of the access gate, which pays nobody
    "access:grant": Look("good", "You may work"),
    "access:refuse": Look("bad", "No access today"),
    "access:ask": Look("wait", "No access yet"),
    # outcomes of the access desk's own question
    "designation:grant": Look("good", "Access can be opened"),
    "designation:refuse": Look("bad", "Access cannot be opened"),
    "designation:ask": Look("wait", "Something is missing"),
    # outcomes about a Ticket, which pay nobody either
    "assignability:grant": Look("good", "Can be assigned"),
    "assignability:refuse": Look("bad", "Cannot be assigned now"),
    "assignment-entry:grant": Look("good", "Can be entered"),
    "assignment-entry:refuse": Look("bad", "Cannot be entered"),
    "unassignment:grant": Look("good", "Can be taken out"),
    "unassignment:refuse": Look("bad", "Cannot be taken out"),
    "ssa-1365:grant": Look("good", "Can be submitted"),
    "ssa-1365:refuse": Look("bad", "Cannot be submitted"),
    "certification-of-services:grant": Look("good", "Can be signed"),
    "certification-of-services:refuse": Look("bad", "Cannot be signed"),
    "vr-case-closing:grant": Look("good", "Can be closed"),
    "vr-case-closing:refuse": Look("bad", "Cannot be closed"),
    "vr-case-correction:grant": Look("good", "Can be corrected"),
    "vr-case-correction:refuse": Look("bad", "Cannot be corrected"),
    "progress-review:grant": Look("good", "In timely progress"),
    "progress-review:refuse": Look("bad", "Not in timely progress"),
    "progress-review:ask": Look("wait", "Not known yet"),
    "progress-reentry:grant": Look("good", "Can be put back in use"),
    "progress-reentry:refuse": Look("bad", "Cannot be put back in use yet"),
    "progress-reentry:ask": Look("wait", "Not known yet"),
    # cases of State agencies
    "closed": Look("plain", "Closed"),
    "changed": Look("plain", "Changed to assignment"),
    # files
    "waiting-for-scanner": Look("wait", "Waiting for the scanner"),
    "clean": Look("good", "Checked, no malware found"),
    "infected": Look("bad", "Malware found"),
    # work and tasks
    "open": Look("info", "Open"),
    "overdue": Look("bad", "Overdue"),
    "due": Look("wait", "Due"),
    "put-off": Look("plain", "Put off"),
    "done": Look("good", "Done"),
    "started": Look("info", "Started"),
    "todo": Look("plain", "Not started"),
    "cannot": Look("plain", "Cannot start yet"),
    # figures and records
    "published": Look("good", "Published"),
    "derived": Look("wait", "Derived, not yet published"),
    "given": Look("plain", "You gave it"),
    "ssa-record": Look("plain", "Social Security's record"),
    "other-provider": Look("plain", "On record, not shown to you"),
    "proven": Look("good", "Proven"),
    "current": Look("good", "Current"),
    "ended": Look("plain", "Ended"),
}


def outcome_look(rule: str, outcome: str) -> Look:
    """How a rule's outcome looks: in the rule's own words where it has any."""
    return _LOOKS.get(f"{rule}:{outcome}") or state_look(outcome)


def state_look(state: str) -> Look:
    """How `state` looks; a state this table does not know shows its own name, in no colour."""
    known = _LOOKS.get(state)
    return known or Look("plain", capfirst(state.replace("-", " ")))


def state_words(state: object) -> str:
    """What a state is called, without its tag."""
    return state_look(str(state)).words

"""Words of the staff pages."""

DETERMINED_WORDS = {
    "approve": "approved",
    "deny": "denied",
    "ask": "information asked for",
    "return": "returned for information",
    "refer": "given to an analyst",
    "refer-to-ssa": "referred to Social Security",
}
OUTCOME_WORDS = {
    "grant": "The rules grant it",
    "refuse": "The rules refuse it",
    "refer": "A person decides",
    "ask": "Something is missing",
    "": "Not determined yet",
}
# What a check's sentence is preceded by, where it is the reason.
REASON_WORDS = {"refuse": "Not met: ", "refer": "To be judged: ", "ask": "Not known: "}

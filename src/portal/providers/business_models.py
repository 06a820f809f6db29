"""The business models an EN may be approved for, and the kinds of organisation that carry one (IW-03, section 4.2)."""

ADMINISTRATIVE = "BM-3"
MODELS: dict[str, str] = {
    "BM-1": "Traditional",
    "BM-2": "Employer",
    ADMINISTRATIVE: "Administrative (EN of record with affiliates)",
    "BM-4": "Consumer-directed",
}
KINDS: dict[str, str] = {
    "workforce": "Workforce EN (local board or American Job Center)",
    "state-workforce": "State administrative workforce EN",
    "vren": "State VR agency as an EN (VREN)",
    "aivrs": "American Indian VR services (AIVRS)",
}
NAMES: dict[str, str] = {**MODELS, **KINDS}


def names(models: list[str]) -> list[str]:
    """What they are called, in the order of the table; one that is no longer in it is shown as it is stored."""
    known = [name for model, name in NAMES.items() if model in models]
    return [*known, *(model for model in models if model not in NAMES)]

"""Names of uploaded files, made safe to store, to show and to download."""

import re
import unicodedata

MAX_LENGTH = 100
_HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]+')
_EXTENSION = re.compile(r"\.((?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{1,8})$")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def visible(name: str) -> str:
    """The last path part of `name` without control, direction and other hidden characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c for c in last if unicodedata.category(c) not in _HIDDEN)
    return re.sub(r"\s+", " ", _FORBIDDEN.sub("_", shown)).strip(" .")


def extension_of(name: str) -> str:
    """The extension in lower case without its dot; empty when the name has none ("report.2025" has none)."""
    found = _EXTENSION.search(visible(name))
    return found.group(1).lower() if found else ""


def safe_name(name: str, extensions: tuple[str, ...]) -> str:
    """`name` as it may be stored and shown: at most 100 characters, ending in one of `extensions`."""
    shown = visible(name)
    written = extension_of(name)
    ending = written if written in extensions else extensions[0]
    stem = shown[: -len(written) - 1] if written in extensions else shown
    stem = stem[: MAX_LENGTH - len(ending) - 1].strip(" .") or "file"
    if _DEVICE.match(stem):
        stem = f"_{stem}"[: MAX_LENGTH - len(ending) - 1]
    return f"{stem}.{ending}"

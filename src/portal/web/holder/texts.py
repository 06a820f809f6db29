"""The texts of the Ticketholder's pages, in two languages, from content/holder (mission row H3)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from portal.web.ui import formats

CONTENT = Path(__file__).parents[4] / "content" / "holder"
LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Español"}

type Texts = Mapping[str, Mapping[str, str]]


@cache
def texts(language: str, folder: Path = CONTENT) -> Texts:
    """All texts of one language by page and name."""
    found: Texts = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    return found


def language() -> str:
    """The language of the page that is being made."""
    here = (get_language() or "en")[:2]
    return here if here in LANGUAGES else "en"


def say(key: str, **values: object) -> str:
    """A text by its key, like `home.title`, with what is filled in. Raises KeyError for a key that is not there."""
    page, _, part = key.partition(".")
    text = texts(language())[page][part]
    return text.format(**{name: formats.plain(value) for name, value in values.items()}) if values else text

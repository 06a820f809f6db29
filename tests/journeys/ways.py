"""The ways in which people use a browser; each journey says which of them it is walked in."""

import pytest

WAYS = {
    "pointer": {},
    "keyboard": {"keyboard": True},
    "no scripts": {"scripts": False},
    "phone": {"width": 320},
    "zoomed to 200 percent": {"width": 640, "scale": 2},
}
# What takes another path through a page. That each page fits into 320 pixels is looked at in every way.
BARRIERS = ("keyboard", "no scripts")


def walked(*names: str) -> pytest.MarkDecorator:
    """The journey is walked in these ways, or in all; it opens its windows with `**way`."""
    chosen = names or tuple(WAYS)
    return pytest.mark.parametrize("way", [WAYS[name] for name in chosen], ids=chosen)

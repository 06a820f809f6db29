"""The ways in which people use a browser; each journey says which of them it is walked in."""

import pytest

WAYS = {
    "pointer": {},
    "keyboard": {"keyboard": True},
    "no scripts": {"scripts": False},
    "phone": {"width": 320},
    "zoomed to 200 percent": {"width": 640, "scale": 2},
}
# A way of one's own for each of the barriers: no pointer, no JavaScript, no room.
BARRIERS = ("keyboard", "no scripts", "phone")


def walked(*names: str) -> pytest.MarkDecorator:
    """The journey is walked in these ways, or in all; it opens its windows with `**way`."""
    chosen = names or tuple(WAYS)
    return pytest.mark.parametrize("way", [WAYS[name] for name in chosen], ids=chosen)

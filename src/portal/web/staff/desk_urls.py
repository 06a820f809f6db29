"""Addresses of the pages on which a desk's work is shared."""

from django.urls import URLPattern, path

from portal.web.staff.desk_pages import Area, hand_over, lay_down, put_off, take

_STEPS = {"take": take, "lay-down": lay_down, "hand-over": hand_over, "put-off": put_off}


def desk(path_to: str, area: Area) -> list[URLPattern]:
    """The four steps on one piece of work, at `path_to` and its number."""
    return [
        path(f"{path_to}/<str:number>/{step}/", make(area), name=f"{area.prefix}-{step}")
        for step, make in _STEPS.items()
    ]

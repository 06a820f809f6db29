"""One operation of the API: its method, its address, what it asks for, and what it may answer."""

from collections.abc import Callable
from typing import Any

from ninja import Router

from portal.api.schemas import ProblemOut
from portal.policy.roles import Permission

# Beside its own answer, what every operation may say.
_PROBLEMS = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503)
# What each operation asks for, by its function's name, which is its name in the description too.
ASKED: dict[str, Permission] = {}


def operation(
    router: Router,
    method: str,
    path: str,
    name: str,
    permission: Permission,
    answer: Any,
    *,
    status: int = 200,
    again: int | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a function as an operation at `path`, an address of the `name`; `again` is the status of a repetition."""
    responses = {status: answer, **({again: answer} if again else {}), **dict.fromkeys(_PROBLEMS, ProblemOut)}

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        ASKED[function.__name__] = permission
        made: Callable[..., Any] = router.api_operation(
            [method],
            path,
            response=responses,
            url_name=name,
            operation_id=function.__name__,
            summary=(function.__doc__ or "").partition("\n")[0],
            openapi_extra={"security": [{"key": [str(permission)]}]},
        )(function)
        return made

    return mark

"""Who speaks to the API: a key's maker, judged at every call by the gate that judges people, within the key's scopes."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from portal.api.problems import problem
from portal.kernel.trail import note_apart
from portal.kernel.unit import Unit, become
from portal.people.api_keys import count_use, key_of
from portal.policy.roles import Permission
from portal.providers.gate import Admission, admit
from portal.web.notices.closing import shut
from portal.web.pages import Door, Spec

_NO_KEY = (
    "Send a key of your organization as “Authorization: Bearer …”. Its administrator makes and ends keys."
)


@dataclass(frozen=True, slots=True)
class KeyDoor:
    """The way in to one address: what each of its methods asks for."""

    permissions: Mapping[str, Permission]

    def __call__(self, request: HttpRequest, unit: Unit, spec: Spec) -> HttpResponse | None:
        request.user = request._cached_user = AnonymousUser()  # type: ignore[attr-defined]
        wanted = self.permissions.get(request.method or "")
        if wanted is None:
            return problem(
                405, "This address knows other methods.", headers={"Allow": ", ".join(self.permissions)}
            )
        now = unit.moment.real
        key = key_of(_secret(request), now)
        if key is None:
            note_apart(unit, "api-key-unknown")
            return problem(401, _NO_KEY, headers={"WWW-Authenticate": "Bearer"})
        often = count_use(key.pk, now)
        if often is not None:
            said = f"This key was used as often as it may be in a minute. Wait {often.seconds} seconds."
            return problem(429, said, headers={"Retry-After": str(often.seconds)})
        admission = admit(key.account_id, unit.moment)
        if admission is None or admission.actor is None or not admission.has_second_factor:
            return _closed(unit, admission)
        if admission.actor.organisation != key.organisation_id:
            note_apart(unit, "gate-refused")
            return problem(403, "Who made this key does not work for that organization any more.")
        become(unit, admission.actor)
        unit.purpose = f"{spec.purpose}, with key {key.number}"
        request.actor = unit.actor  # type: ignore[attr-defined]
        if str(wanted) not in key.scopes or not admission.actor.may(wanted):
            note_apart(unit, "permission-refused", detail={"permission": wanted})
            return problem(403, f"This key may not “{wanted}”.", scope=wanted)
        return _shut(request, Spec(Door.WORK, wanted), admission)


def _secret(request: HttpRequest) -> str:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _closed(unit: Unit, admission: Admission | None) -> HttpResponse:
    """The gate's own answer, as a page would show it to the key's maker."""
    note_apart(unit, "gate-refused")
    said = "Who made this key may not work in the portal today, so the key does not either."
    return problem(403, said, decision=admission.decision.to_json() if admission else None)


def _shut(request: HttpRequest, spec: Spec, admission: Admission) -> HttpResponse | None:
    function = shut(request, spec, admission.closed) if admission.closed else None
    if function is None:
        return None
    return problem(503, f"{function.label} is closed for everybody: {admission.closed[function.key]}")

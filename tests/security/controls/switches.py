"""Switches that need more than a line."""

from datetime import timedelta
from typing import Any

import jwt
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings as now_set
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache.backends.db import DatabaseCache
from django.core.handlers.wsgi import WSGIRequest

from portal.kernel.cache import NothingLiveIsDropped
from portal.people.models import Account, ProviderIdentity
from portal.people.moves import NOBODY
from portal.people.services import desk, mobile
from portal.policy.core import Outcome
from portal.policy.roles import Role
from portal.providers import gate
from portal.web import doors, exports
from portal.web.account import openid, provider
from portal.web.pages import Door, Spec, spec_of
from tests.security.controls.control import Bench, Switch


def without_validator(name: str) -> Switch:
    """All rules of passwords but one."""

    def off(bench: Bench) -> None:
        bench.settings.AUTH_PASSWORD_VALIDATORS = [
            one for one in now_set.AUTH_PASSWORD_VALIDATORS if not one["NAME"].endswith(name)
        ]

    return off


def passwords_in_small_letters(bench: Bench) -> None:
    check = Account.check_password
    bench.monkeypatch.setattr(Account, "check_password", lambda self, typed: check(self, typed.lower()))


def cache_that_drops(bench: Bench) -> None:
    bench.monkeypatch.setattr(NothingLiveIsDropped, "_cull", DatabaseCache._cull)


def everybody_has_a_factor(bench: Bench) -> None:
    admit = doors.admit

    def admitted(*asked: Any) -> Any:
        found = admit(*asked)
        return found and found._replace(has_second_factor=True)

    bench.monkeypatch.setattr(doors, "admit", admitted)


def codes_are_not_used_up(bench: Bench) -> None:
    class Keeps:
        """The shared cache, from which nothing is taken away."""

        def __init__(self, kept: Any) -> None:
            self.get, self.set = kept.get, kept.set

        def add(self, *_: Any, **__: Any) -> bool:
            return True

        def delete(self, *_: Any) -> None:
            return None

    bench.monkeypatch.setattr(mobile, "cache", Keeps(mobile.cache))


def recovery_codes_are_not_used_up(bench: Bench) -> None:
    def stands_there(self: RecoveryCodes, code: str) -> bool:
        return code in (self._get_migrated_codes() or ())

    bench.monkeypatch.setattr(RecoveryCodes, "_validate_migrated_code", stands_there)


def judged_once(bench: Bench) -> None:
    """The gate's first answer about an account is remembered."""
    admit, remembered = doors.admit, {}  # type: ignore[var-annotated]

    def admitted(account: Any, moment: Any) -> Any:
        return remembered.setdefault(account, admit(account, moment))

    bench.monkeypatch.setattr(doors, "admit", admitted)


def everybody_is_let_in(bench: Bench) -> None:
    """Every check of the gate passes."""
    judge = gate.access

    def judged(facts: Any, on: Any) -> Any:
        return judge(facts, on)._replace(outcome=Outcome.GRANT)

    bench.monkeypatch.setattr(gate, "access", judged)


def unmarked_views_are_open(bench: Bench) -> None:
    bench.monkeypatch.setattr("portal.web.edge.spec_of", lambda view: spec_of(view) or Spec(Door.PUBLIC))


def sessions_keep_their_key(bench: Bench) -> None:
    bench.monkeypatch.setattr(SessionBase, "cycle_key", lambda self: None)
    bench.monkeypatch.setattr("portal.web.doors.passed_factor", lambda *_: True)


def sessions_stay(bench: Bench) -> None:
    """Signing out forgets the cookie and leaves the session where it is."""

    def forget(self: Any) -> None:
        self._session_cache = {}
        self._session_key = None

    bench.monkeypatch.setattr(SessionBase, "flush", forget)
    bench.monkeypatch.setattr("portal.web.account.adapter.sign_in.end", lambda **_: None)


def known_by_subject_alone(bench: Bench) -> None:
    def found(*, issuer: str, subject: str) -> Account | None:
        row = ProviderIdentity.objects.filter(subject=subject).select_related("account").first()
        return row.account if row else None

    bench.monkeypatch.setattr("portal.web.account.provider.account_of", found)


def answers_are_kept(bench: Bench) -> None:
    """The question is not used up by its answer."""
    kept: dict[str, Any] = {}

    def pop(self: Any, key: str, *default: Any) -> Any:
        if key == "portal_provider":
            return kept.setdefault(key, self.get(key, *default))
        return take(self, key, *default)

    take = SessionBase.pop
    bench.monkeypatch.setattr(SessionBase, "pop", pop)


def walls_away(*tables: str) -> Switch:
    """Policies of rows no longer count; put back when the test is over."""

    def off(bench: Bench) -> None:
        bench.walls.take_away(tables)

    return off


def token_checked_but_for(**unchecked: bool) -> Switch:
    """The library that reads ID tokens leaves one check out."""

    def off(bench: Bench) -> None:
        decode = jwt.decode

        def lax(token: str, key: Any, **asked: Any) -> Any:
            options = {**asked.pop("options"), **unchecked}
            return decode(token, key, options=options, **asked)

        bench.monkeypatch.setattr("portal.web.account.openid.jwt.decode", lax)

    return off


def azp_left_out(bench: Bench) -> None:
    """The claim that says for whom a token of several clients was made is not read."""
    decode = jwt.decode

    def without(*given: Any, **asked: Any) -> Any:
        claims = decode(*given, **asked)
        return {**claims, "aud": asked["audience"], "azp": asked["audience"]}

    bench.monkeypatch.setattr("portal.web.account.openid.jwt.decode", without)


def no_challenge(bench: Bench) -> None:
    """The question leaves without PKCE's challenge."""
    encode = openid.urlencode

    def without(asked: dict[str, str]) -> str:
        return encode({name: value for name, value in asked.items() if not name.startswith("code_challenge")})

    bench.monkeypatch.setattr(openid, "urlencode", without)


def no_issuer_in_answers(bench: Bench) -> None:
    """The answer's own word on who answers is not read."""
    settings = provider.settings

    class Any_(str):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

        __hash__ = str.__hash__

    class Lax:
        PORTAL_PROVIDER_ISSUER = Any_(settings.PORTAL_PROVIDER_ISSUER)

        def __getattr__(self, name: str) -> Any:
            return getattr(settings, name)

    bench.monkeypatch.setattr(provider, "settings", Lax())


def any_configuration(bench: Bench) -> None:
    bench.monkeypatch.setattr(
        openid, "_configuration", lambda: openid._fetched("configuration", "", again=False)
    )


def clocks_may_differ_by_a_day(bench: Bench) -> None:
    bench.monkeypatch.setattr(provider, "_CLOCKS_DIFFER", timedelta(days=1))


def links_begin_a_sign_in(bench: Bench) -> None:
    """The way to the provider opens by GET as it does by POST."""
    monkeypatch = bench.monkeypatch
    original = WSGIRequest.__init__

    def posted(self: Any, environ: dict[str, Any]) -> None:
        original(self, environ)
        self.method = "POST"

    monkeypatch.setattr(WSGIRequest, "__init__", posted)


def roles_count_anywhere(bench: Bench) -> None:
    def any_role(kind: str, names: Any) -> frozenset[Role]:
        return frozenset(Role(name) for name in names if name in Role)

    bench.monkeypatch.setattr(gate, "roles_at", any_role)


def factors_of_everybody(bench: Bench) -> None:
    """Factors are found by number, whoever they belong to."""

    def found(**asked: Any) -> Any:
        return select(**{name: value for name, value in asked.items() if name != "user_id"})

    select = Authenticator.objects.filter
    bench.monkeypatch.setattr(Authenticator.objects, "filter", found)


def requests_of_everybody(bench: Bench) -> None:
    bench.monkeypatch.setattr("portal.payments.queries._scoped", list)


def columns_of_requests_open(bench: Bench) -> None:
    """The role of a provider's pages may write what only services write."""
    bench.walls.grant("update (state)", "payments_paymentrequest", "portal_org")


def whoever_verified_may_grant(bench: Bench) -> None:
    """Asked at two places: by the table of moves and by the policy."""
    judge = desk.may_grant
    bench.monkeypatch.setattr("portal.people.services.moving.hands_of", lambda row: NOBODY)
    bench.monkeypatch.setattr(desk, "may_grant", lambda *asked: judge(*asked)._replace(outcome=Outcome.GRANT))


def framed_by_anybody(bench: Bench) -> None:
    policy = dict(now_set.SECURE_CSP)
    del policy["frame-ancestors"]
    bench.settings.SECURE_CSP = policy


def exports_are_shown(bench: Bench) -> None:
    make = exports._download

    def shown(*given: Any) -> Any:
        answer = make(*given)
        del answer.headers["Content-Disposition"]
        return answer

    bench.monkeypatch.setattr(exports, "_download", shown)


def any_present_password(bench: Bench) -> None:
    """What is typed as the password of now is not compared; what is typed as the new one is."""
    check = Account.check_password
    bench.monkeypatch.setattr(
        Account, "check_password", lambda self, typed: typed == "not this one" or check(self, typed)
    )

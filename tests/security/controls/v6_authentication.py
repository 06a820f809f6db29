"""V6: passwords, limits, second factors, invitations."""

from typing import Any

from allauth.account.adapter import get_adapter

from portal.kernel.links import filled
from portal.kernel.mailing import write_mail
from portal.people.models import Account
from portal.people.services.invitation import Standing
from portal.people.services.mobile import Checked
from portal.web.account.adapter import AccountAdapter
from tests.security import test_sign_in, test_sign_in_guessing
from tests.security.controls import probes, switches
from tests.security.controls.control import Control, Switch, answering, replaced, setting, together
from tests.web.account import (
    test_factors,
    test_gate,
    test_invitation,
    test_passkeys,
    test_password,
    test_recovery_codes,
    test_sessions,
)
from tests.web.account import test_sign_in as signing_in
from tests.world import LONG_AGO

LIMITS = "portal.people.services.mobile"
NO_STAGE = "portal.web.account.stages"
BY_ADDRESS = {"login_failed": "5/5m/key", "login": "30/m/ip"}
BY_ACCOUNT = {"login_failed": "20/5m/ip", "login": "30/m/ip"}


def first_forwarded(self: Any, request: Any) -> str:
    said = request.headers.get("X-Forwarded-For", request.META["REMOTE_ADDR"])
    return str(said.split(",")[0].strip())


def says_who_is_unknown(self: Any, request: Any, **credentials: Any) -> Any:
    if not Account.objects.filter(email=credentials.get("email")).exists():
        raise get_adapter().validation_error("rate_limited")
    return super(AccountAdapter, self).authenticate(request, **credentials)


def secret_written_down(**mail: Any) -> None:
    write_mail(**{**mail, "body": filled(mail["body"], mail["key"])})


def no_stage(stage: str) -> Switch:
    return replaced(f"{NO_STAGE}.{stage}.handle", lambda self: (None, True))


CONTROLS = (
    Control(
        "6.3.1",
        "guessing one account ends",
        test_sign_in_guessing.test_guessing_one_account_ends_from_wherever_it_is_tried,
        setting(ACCOUNT_RATE_LIMITS=BY_ACCOUNT),
    ),
    Control(
        "6.3.1",
        "guessing from one address ends",
        test_sign_in_guessing.test_guessing_many_accounts_from_one_place_ends_too,
        setting(ACCOUNT_RATE_LIMITS=BY_ADDRESS),
    ),
    Control(
        "6.3.1",
        "a forwarded address that the client wrote counts for nothing",
        test_sign_in_guessing.test_an_address_that_the_client_wrote_itself_earns_no_new_tries,
        replaced("portal.web.account.adapter.AccountAdapter.get_client_ip", first_forwarded),
        {"proxies": 0},
    ),
    Control(
        "6.3.1",
        "limits are not flooded away",
        test_sign_in.test_a_flood_of_other_entries_wipes_out_no_limit_and_no_used_code,
        switches.cache_that_drops,
    ),
    Control(
        "6.6.3",
        "guessing codes of the app ends",
        signing_in.test_after_five_wrong_codes_the_right_one_is_refused_too,
        setting(ACCOUNT_RATE_LIMITS=False),
    ),
    Control(
        "6.2.1",
        "a short password is refused",
        test_invitation.test_a_new_person_sets_a_password_then_a_factor_before_anything_else,
        setting(AUTH_PASSWORD_VALIDATORS=[]),
    ),
    Control(
        "6.2.4",
        "a common password is refused",
        probes.a_common_password_is_refused,
        switches.without_validator("CommonPasswordValidator"),
    ),
    Control(
        "6.2.11",
        "a password of known words is refused",
        test_password.test_what_is_easy_to_guess_is_refused,
        switches.without_validator("KnownWordsValidator"),
        {"chosen": "TicketPortal2025!", "why": "easy to guess"},
    ),
    Control(
        "6.2.3",
        "changing the password takes the one of now",
        test_password.test_what_is_wrong_is_said_and_nothing_changes,
        switches.any_present_password,
        {"sent": test_password.typed(present="not this one"), "said": "This is not your password of now"},
    ),
    Control(
        "6.3.1",
        "guessing the password of now ends",
        test_password.test_guessing_the_password_of_now_ends,
        setting(ACCOUNT_RATE_LIMITS=False),
    ),
    Control(
        "6.2.8",
        "the password counts as typed",
        probes.a_password_counts_as_typed,
        switches.passwords_in_small_letters,
    ),
    Control(
        "6.3.3",
        "a second factor is asked for",
        test_sign_in.test_the_password_alone_opens_nothing,
        together(no_stage("FactorStage"), answering("portal.web.doors.passed_factor", True)),
    ),
    Control(
        "6.3.3",
        "a session without the factor ends",
        test_gate.test_a_sign_in_that_has_not_passed_the_factor_ends_when_one_is_there,
        answering("portal.web.doors.passed_factor", True),
    ),
    Control(
        "6.3.3",
        "nothing opens before a factor is set up",
        test_gate.test_only_what_sets_up_a_second_factor_opens_before_there_is_one,
        switches.everybody_has_a_factor,
    ),
    Control(
        "6.3.4",
        "no factor is set up without an invitation",
        test_invitation.test_the_password_alone_sets_up_no_factor,
        no_stage("InvitedStage"),
    ),
    Control(
        "6.3.5",
        "a second sign-in is told to the person",
        test_sessions.test_a_second_sign_in_ends_the_first_and_all_are_told,
        answering("portal.people.services.sign_in._tell", None),
    ),
    Control(
        "6.3.7",
        "a changed factor is told to the person",
        test_factors.test_a_mobile_is_registered_by_the_code_that_came_to_it,
        answering("portal.people.services.factors._tell", None),
    ),
    Control(
        "6.3.8",
        "an unknown address answers like a known one",
        test_sign_in_guessing.test_no_address_answers_otherwise_than_another,
        replaced("portal.web.account.adapter.AccountAdapter.authenticate", says_who_is_unknown),
    ),
    Control(
        "6.3.8",
        "an unknown address costs as much time",
        test_sign_in_guessing.test_no_address_takes_longer_than_another,
        answering("allauth.account.auth_backends.AuthenticationBackend._mitigate_timing_attack", None),
    ),
    Control(
        "6.4.1",
        "an invitation ends after its days",
        test_invitation.test_a_link_that_is_good_no_longer_says_what_to_do_and_opens_nothing,
        together(
            answering("portal.people.services.invitation.standing_of", Standing.OPEN),
            answering("portal.web.account.invitation.standing_of", Standing.OPEN),
        ),
        {"about": {"expires_at": LONG_AGO}, "said": b"too old"},
    ),
    Control(
        "6.4.1",
        "an invitation is good once",
        test_invitation.test_a_link_that_is_good_no_longer_says_what_to_do_and_opens_nothing,
        together(
            answering("portal.people.services.invitation.standing_of", Standing.OPEN),
            answering("portal.web.account.invitation.standing_of", Standing.OPEN),
        ),
        {"about": {"used_at": LONG_AGO}, "said": b"was used already"},
    ),
    Control(
        "6.4.1",
        "a link's secret is stored nowhere",
        test_invitation.test_the_links_secret_leaves_with_the_mail_and_stands_nowhere_before,
        replaced("portal.people.services.invitation.write_mail", secret_written_down),
    ),
    Control(
        "6.4.3",
        "the last factor cannot be removed",
        test_factors.test_the_last_factor_cannot_be_removed_and_a_second_one_can,
        answering("portal.people.services.factors.count_of", 2),
    ),
    Control(
        "6.5.1",
        "a code of the app is good once",
        signing_in.test_a_code_is_refused_again_for_as_long_as_it_would_be_accepted,
        answering("portal.web.account.forms._use_up", None),
    ),
    Control(
        "6.5.1",
        "a recovery code is good once",
        test_recovery_codes.test_a_recovery_code_works_once,
        together(
            answering("portal.web.account.forms._use_up", None),
            switches.recovery_codes_are_not_used_up,
        ),
    ),
    Control(
        "6.2.12",
        "a breached password is refused",
        test_password.test_a_breached_password_is_refused_by_the_operators_file,
        switches.without_validator("BreachedValidator"),
    ),
    Control(
        "8.2.4",
        "a sign-in belongs to its kind of browser",
        test_sessions.test_a_sign_in_used_from_another_kind_of_browser_ends,
        answering("portal.web.doors.browser_of", "Chrome on Windows"),
    ),
    Control(
        "8.2.4",
        "a proof belongs to its network",
        test_sessions.test_from_another_network_what_is_sensitive_asks_again,
        answering("portal.web.doors.network_of", "127.0.0.0/24"),
    ),
    Control(
        "6.5.2",
        "recovery codes are hashed once they were shown",
        test_recovery_codes.test_recovery_codes_are_hashed_once_they_were_shown,
        answering("portal.web.account.factor_pages.keep_hashed", None),
    ),
    Control(
        "6.5.1",
        "a texted code is good once",
        probes.a_texted_code_is_good_once,
        switches.codes_are_not_used_up,
    ),
    Control(
        "13.3.1",
        "secrets of factors are sealed",
        signing_in.test_secrets_are_sealed_where_they_are_stored,
        together(
            replaced("portal.web.account.adapter.FactorAdapter.encrypt", lambda self, text: text),
            replaced("portal.web.account.adapter.FactorAdapter.decrypt", lambda self, text: text),
        ),
    ),
    Control(
        "6.5.5",
        "a code of the app ends",
        signing_in.test_a_code_of_the_period_before_is_accepted_and_one_of_two_before_is_not,
        setting(MFA_TOTP_TOLERANCE=10),
    ),
    Control(
        "6.5.5",
        "a texted code ends after ten minutes",
        test_factors.test_a_texted_code_lasts_ten_minutes,
        replaced(f"{LIMITS}.GOOD_SECONDS", 86_400),
    ),
    Control(
        "6.6.2",
        "a texted code belongs to its sign-in",
        test_factors.test_a_texted_code_is_good_only_in_the_sign_in_that_asked,
        answering("portal.web.account.texted.bond_of", "the same for all"),
    ),
    Control(
        "6.6.3",
        "five wrong texted codes spoil the right one",
        test_factors.test_five_wrong_codes_spoil_the_right_one,
        answering(f"{LIMITS}._take_place", True),
    ),
    Control(
        "6.6.3",
        "six texts an hour at most",
        test_factors.test_another_code_comes_after_30_seconds_and_six_an_hour_at_most,
        together(replaced(f"{LIMITS}.TEXTS_AN_HOUR", 100), replaced(f"{LIMITS}.TEXTS_TO_A_NUMBER", 100)),
    ),
    Control(
        "6.6.1",
        "a mobile counts after its code came back",
        test_factors.test_a_mobile_is_registered_by_the_code_that_came_to_it,
        answering("portal.web.account.texted.check_code", Checked.RIGHT),
    ),
    Control(
        "6.3.3",
        "a passkey makes sure of its owner",
        test_passkeys.test_a_passkey_of_another_origin_or_without_its_owner_opens_nothing,
        answering("fido2.webauthn.AuthenticatorData.is_user_verified", True),
        {"wrong": {"verified": False}, "way": "second"},
    ),
    Control(
        "6.3.3",
        "a passkey of another origin opens nothing",
        test_passkeys.test_a_passkey_of_another_origin_or_without_its_owner_opens_nothing,
        setting(MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN=True),
        {"wrong": {"origin": "https://evil.example"}, "way": "second"},
    ),
    Control(
        "6.7.2",
        "a passkey answers its own question",
        test_passkeys.test_an_answer_serves_once_and_only_for_its_own_question,
        answering("fido2.server.constant_time.bytes_eq", True),
    ),
)

"""V7: sessions, their end, and asking again."""

from tests.people import test_ending
from tests.security import test_sign_in
from tests.security.controls import probes, switches
from tests.security.controls.control import Control, answering, setting, together
from tests.web.account import test_factors, test_gate, test_invitation, test_password, test_sessions
from tests.web.account import test_sign_in as signing_in

IDLE = {"seen": 900, "signed_in": 900, "why": "idle"}
OLD = {"seen": 0, "signed_in": 43200, "why": "limit"}
ENDS = test_gate.test_a_sign_in_ends_after_15_idle_minutes_and_after_12_hours

CONTROLS = (
    Control(
        "7.2.4",
        "signing in makes a new session",
        test_sign_in.test_the_session_of_before_is_not_the_session_of_after,
        switches.sessions_keep_their_key,
    ),
    Control(
        "7.2.4",
        "proving oneself again makes a new session key",
        test_password.test_proving_oneself_again_makes_a_new_session_key,
        answering("django.contrib.sessions.backends.base.SessionBase.cycle_key", None),
    ),
    Control("7.3.1", "a sign-in left idle ends", ENDS, setting(PORTAL_SESSION_IDLE_SECONDS=10**9), IDLE),
    Control("7.3.2", "a sign-in ends after 12 hours", ENDS, setting(PORTAL_SESSION_LIMIT_SECONDS=10**9), OLD),
    Control(
        "7.4.1",
        "signing out ends every copy of the session",
        test_sign_in.test_who_signed_out_is_out_with_every_copy_of_the_cookie,
        switches.sessions_stay,
    ),
    Control(
        "7.1.2",
        "a person has one sign-in at a time",
        test_sessions.test_a_second_sign_in_ends_the_first_and_all_are_told,
        answering("portal.web.doors.is_living", True),
    ),
    Control(
        "7.4.2",
        "a closed account's session ends",
        test_gate.test_a_closed_account_ends_the_sign_in_on_the_pages_of_the_account,
        switches.judged_once,
    ),
    Control(
        "7.4.2",
        "a leaver's session ends",
        test_ending.test_a_leaver_is_out_in_the_same_second,
        answering("portal.people.services.ending._close_ways_in", None),
    ),
    Control(
        "7.4.3",
        "a changed password ends other sessions",
        test_gate.test_a_changed_password_ends_every_other_sign_in,
        answering("portal.web.doors.constant_time_compare", True),
    ),
    Control(
        "7.4.3",
        "a first factor ends sessions without it",
        signing_in.test_a_sign_in_from_before_the_app_was_set_up_elsewhere_ends,
        together(
            answering("portal.web.doors.passed_factor", True), answering("portal.web.doors.is_living", True)
        ),
    ),
    Control(
        "7.4.5",
        "the desk ends a session",
        test_ending.test_the_desk_revokes_and_the_employment_stays,
        answering("portal.people.services.ending._close_ways_in", None),
    ),
    Control(
        "7.4.5",
        "taking lost factors away ends the session",
        test_invitation.test_the_desk_takes_lost_factors_away_ends_the_sign_in_and_invites_anew,
        answering("portal.people.services.factors.sign_in.end", None),
    ),
    Control(
        "7.5.1",
        "a change of factors asks again",
        test_factors.test_changing_factors_asks_again_once_the_sign_in_is_old,
        answering("portal.web.doors.fresh", True),
    ),
    Control(
        "7.5.3",
        "what is sensitive asks again and loses nothing",
        test_sessions.test_a_post_that_is_asked_again_is_not_lost,
        answering("portal.web.doors.fresh", True),
    ),
    Control(
        "7.6.1",
        "proving oneself again at the provider is new",
        probes.proving_again_is_later_than_the_question,
        switches.clocks_may_differ_by_a_day,
    ),
    Control(
        "7.6.2",
        "nobody is signed in by following a link",
        probes.nobody_is_signed_in_by_a_link,
        switches.links_begin_a_sign_in,
    ),
)

"""V8: functions, data and fields, judged at every request; walls under the queries."""

from tests.people import test_designate, test_ending
from tests.security import test_least_rights
from tests.security.controls import probes, switches
from tests.security.controls.control import Control, answering, replaced
from tests.web import test_edge
from tests.web.account import test_factors, test_gate

CONTROLS = (
    Control(
        "8.2.1",
        "a page needs its permission",
        test_edge.test_a_permission_the_role_lacks_is_refused_and_noted,
        answering("portal.kernel.actor.Actor.may", True),
    ),
    Control(
        "8.2.1",
        "a page without a permission is closed",
        test_edge.test_a_view_that_names_no_permission_is_refused_to_everyone,
        switches.unmarked_views_are_open,
    ),
    Control(
        "8.2.1",
        "a role of another kind of organisation opens nothing",
        probes.a_role_of_elsewhere_adds_nothing,
        switches.roles_count_anywhere,
    ),
    Control(
        "8.2.2",
        "another person's factor is not found",
        test_factors.test_nobody_removes_another_persons_factor,
        switches.factors_of_everybody,
    ),
    Control(
        "8.2.2",
        "another provider's requests are out of scope",
        probes.another_providers_request_is_not_found_without_the_walls,
        switches.requests_of_everybody,
    ),
    Control(
        "8.4.1",
        "walls hide another provider's rows",
        probes.another_providers_rows_are_not_there,
        switches.walls_away("tickets_assignment"),
    ),
    Control(
        "8.4.1",
        "walls hide another provider's people",
        probes.another_providers_rows_are_not_there,
        switches.walls_away("tickets_person"),
    ),
    Control(
        "8.3.1",
        "a page reads only when it is to read",
        test_edge.test_a_reading_request_can_only_read,
        replaced("portal.web.edge.READING", frozenset()),
        {"method": "get"},
    ),
    Control(
        "8.3.2",
        "the gate is asked at every request",
        test_gate.test_what_was_revoked_a_second_ago_counts_at_the_next_request,
        switches.judged_once,
        {"revoke": test_gate._end_employment, "method": "post"},
    ),
    Control(
        "8.2.1",
        "the gate asks for training",
        test_gate.test_training_admits_through_the_same_day_of_the_next_year,
        switches.everybody_is_let_in,
        {"on": None, "status": 403},
    ),
    Control(
        "8.3.2",
        "a role taken away is gone at the next request",
        test_ending.test_a_role_taken_away_is_gone_at_the_next_request,
        switches.judged_once,
    ),
    Control(
        "8.2.3",
        "nobody decides a request past the services",
        test_least_rights.test_no_page_can_decide_a_request_past_the_services,
        switches.columns_of_requests_open,
        {"role": "clerk", "change": "state = 'with-analyst'"},
    ),
    Control(
        "8.2.2",
        "a second person opens the access of staff",
        test_designate.test_tpm_staff_are_not_opened_by_who_verified,
        switches.whoever_verified_may_grant,
    ),
)

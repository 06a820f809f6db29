"""V10 and V6.8: signing in with an identity provider, and what it may not be made to say."""

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from tests.identity.running import CLIENT, STRONG, WEAK
from tests.security.controls import probes, switches
from tests.security.controls.control import Control, answering, setting
from tests.web.account.test_provider import test_a_token_with_one_fault_is_refused as one_fault

CONTROLS = (
    Control(
        "10.5.1",
        "the nonce is checked",
        one_fault,
        answering("portal.web.account.openid.hmac.compare_digest", True),
        {"changed": {"nonce": "another"}},
    ),
    Control(
        "10.5.4",
        "the audience is checked",
        one_fault,
        switches.token_checked_but_for(verify_aud=False),
        {"changed": {"aud": "another-client"}},
    ),
    Control(
        "10.2.2",
        "the token's issuer is checked",
        one_fault,
        switches.token_checked_but_for(verify_iss=False),
        {"changed": {"iss": "https://evil.example"}},
    ),
    Control(
        "6.8.2",
        "the token's signature is checked",
        one_fault,
        switches.token_checked_but_for(verify_signature=False),
        {"changed": {"signed_with": generate_private_key(SECP256R1())}},
    ),
    Control(
        "9.2.1",
        "a token that has expired is refused",
        one_fault,
        switches.token_checked_but_for(verify_exp=False),
        {"changed": {"exp": 1}},
    ),
    Control(
        "6.8.4",
        "a sign-in with one factor is refused",
        one_fault,
        setting(PORTAL_PROVIDER_ACR=[STRONG, WEAK]),
        {"changed": {"acr": WEAK}},
    ),
    Control(
        "10.5.4",
        "a token for several clients names us",
        one_fault,
        switches.azp_left_out,
        {"changed": {"aud": [CLIENT, "another-client"], "azp": "another-client"}},
    ),
    Control(
        "10.1.2",
        "the state is checked",
        probes.an_answer_without_our_state_is_refused,
        answering("portal.web.account.provider.hmac.compare_digest", True),
    ),
    Control("10.1.2", "an answer serves once", probes.an_answer_serves_once, switches.answers_are_kept),
    Control(
        "10.2.1",
        "a question carries a challenge",
        probes.a_question_carries_a_challenge_and_asks_for_little,
        switches.no_challenge,
    ),
    Control(
        "10.2.2",
        "an answer of another issuer is refused",
        probes.an_answer_of_another_issuer_is_refused,
        switches.no_issuer_in_answers,
    ),
    Control(
        "10.5.3",
        "a configuration of another issuer is not used",
        probes.a_configuration_of_another_issuer_is_not_used,
        switches.any_configuration,
    ),
    Control(
        "6.8.1",
        "a person is known by issuer and subject",
        probes.the_same_name_at_another_issuer_is_nobody,
        switches.known_by_subject_alone,
    ),
)

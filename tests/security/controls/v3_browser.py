"""V3: cookies, headers, forms of other sites, and where one is sent on to."""

from tests.security import test_browser, test_sign_in
from tests.security.controls import switches
from tests.security.controls.control import Control, answering, replaced, setting, without_middleware
from tests.web import test_edge

CONTROLS = (
    Control(
        "3.3.1",
        "cookies travel over HTTPS only",
        test_browser.test_cookies_belong_to_this_host_and_travel_over_https_only,
        setting(SESSION_COOKIE_SECURE=False),
    ),
    Control(
        "3.3.3",
        "cookies are bound to the host",
        test_browser.test_cookies_belong_to_this_host_and_travel_over_https_only,
        setting(SESSION_COOKIE_NAME="portal_session"),
    ),
    Control(
        "3.3.4",
        "scripts do not see the session",
        test_browser.test_no_script_sees_a_cookie,
        setting(SESSION_COOKIE_HTTPONLY=False),
    ),
    Control(
        "3.3.2",
        "other sites' forms come without the session",
        test_browser.test_no_form_of_another_site_brings_the_session,
        setting(SESSION_COOKIE_SAMESITE="None"),
    ),
    Control(
        "3.4.1",
        "the browser remembers HTTPS",
        test_browser.test_https_is_remembered_for_a_year_with_every_subdomain,
        setting(SECURE_HSTS_SECONDS=0),
    ),
    Control(
        "12.2.1",
        "plain HTTP leads to HTTPS",
        test_browser.test_plain_http_gets_no_page,
        setting(SECURE_SSL_REDIRECT=False),
    ),
    Control(
        "3.4.3",
        "only our own scripts run",
        test_browser.test_only_what_is_ours_is_loaded_and_run,
        without_middleware("ContentSecurityPolicyMiddleware"),
    ),
    Control(
        "3.4.4",
        "browsers do not guess types",
        test_browser.test_browsers_do_not_guess_types,
        setting(SECURE_CONTENT_TYPE_NOSNIFF=False),
    ),
    Control(
        "3.4.5",
        "no address leaks as a referrer",
        test_browser.test_other_sites_learn_no_address,
        setting(SECURE_REFERRER_POLICY="unsafe-url"),
    ),
    Control(
        "3.4.6",
        "no other site frames a page",
        test_browser.test_no_page_is_framed,
        switches.framed_by_anybody,
    ),
    Control(
        "3.4.8",
        "no other window reaches in",
        test_browser.test_no_other_window_reaches_in,
        setting(SECURE_CROSS_ORIGIN_OPENER_POLICY=None),
    ),
    Control(
        "3.5.8",
        "no other site loads what is ours",
        test_browser.test_no_other_site_loads_what_is_ours,
        replaced("portal.web.edge.ON_EVERY_ANSWER", {"Cache-Control": "no-store"}),
    ),
    Control(
        "14.3.2",
        "nothing stays in a browser's store",
        test_edge.test_what_was_shown_is_not_kept_by_browsers_or_proxies,
        replaced("portal.web.edge.ON_EVERY_ANSWER", {}),
    ),
    Control(
        "3.5.1",
        "a form needs its token",
        test_edge.test_a_form_sent_without_its_token_is_refused_in_plain_words,
        without_middleware("CsrfViewMiddleware"),
    ),
    Control(
        "3.7.2",
        "nobody is led to another site",
        test_sign_in.test_nobody_is_led_elsewhere_after_signing_in,
        answering("portal.web.account.adapter.AccountAdapter.is_safe_url", True),
        {"target": "https://evil.example/"},
    ),
    Control(
        "3.2.1",
        "what is made for saving is not shown",
        test_browser.test_an_export_is_saved_and_not_shown,
        switches.exports_are_shown,
    ),
    Control(
        "13.4.5",
        "a foreign host name gets no page",
        test_sign_in.test_a_foreign_host_name_gets_no_page,
        setting(ALLOWED_HOSTS=["*"]),
    ),
)

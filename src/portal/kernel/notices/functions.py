"""The functions that can be closed one by one: one table, from which doors, menu and desk follow (mission row J8).

Closing keeps what is there readable and drafts as they are; only what the function does anew is shut. What protects
is never closed: signing in and out, passkeys and authenticator apps, reporting who left, ending access, holds on
payments, the trail, announcements, and the switch itself.
"""

from dataclasses import dataclass

from portal.policy.roles import Permission


@dataclass(frozen=True, slots=True)
class Function:
    """One function. `pages` are names of addresses shut for reading and sending, `sending` for sending only.

    `permissions` shuts sending on every page that asks for one of them. `still` says what goes on meanwhile.
    """

    key: str
    label: str
    still: str
    pages: frozenset[str] = frozenset()
    sending: frozenset[str] = frozenset()
    permissions: frozenset[Permission] = frozenset()

    def shuts(self, url_name: str, permission: Permission | None, *, reading: bool) -> bool:
        """Is this page closed with the function?"""
        if url_name in self.pages:
            return True
        return not reading and (url_name in self.sending or permission in self.permissions)


FUNCTIONS: tuple[Function, ...] = (
    Function(
        "ask-for-payment",
        "Asking for payment",
        "Drafts are kept and can be filled in. Payment requests that were submitted go on as they are.",
        pages=frozenset({"request-new"}),
        sending=frozenset(
            {
                *("request-start", "draft-check", "request-files", "request-file-start"),
                *("api-requests", "api-request-files", "api-request-file-start"),
            }
        ),
    ),
    Function(
        "ask-by-file",
        "Asking for payment by file",
        "A file that is being submitted goes on. Single requests can be made. Files that were sent can be read.",
        sending=frozenset(
            {"request-files", "request-file-start", "api-request-files", "api-request-file-start"}
        ),
    ),
    Function(
        "upload-evidence",
        "Sending evidence",
        "Drafts and evidence that arrived are kept. Due dates to answer move only when we say so.",
        pages=frozenset({"request-answer", "request-reconsider"}),
        sending=frozenset({"draft-evidence"}),
    ),
    Function(
        "look-up",
        "Finding a Ticketholder by Social Security number",
        "Ticketholders assigned to your organization are in the list, and open from there.",
        pages=frozenset({"request-new", "case-new"}),
        sending=frozenset(
            {
                *("assignability", "assignability-file", "inquiry-people"),
                *("api-assignability", "api-ticketholder-find"),
            }
        ),
    ),
    Function(
        "casework",
        "Casework",
        "Cases can be read. Drafts are kept. Contacts keep the day they took place when they are entered later.",
        permissions=frozenset({Permission.WORK_CASEWORK}),
    ),
    Function(
        "assign-tickets",
        "Assigning and unassigning Tickets",
        "Tickets stay assigned as they are. Plans can be written and signed.",
        permissions=frozenset({Permission.ASSIGN_TICKETS}),
    ),
    Function(
        "exports",
        "Lists as files",
        "The lists themselves can be read on their pages.",
        pages=frozenset(
            {
                "ticketholders-export",
                "ticketholders-former-export",
                "requests-export",
                "payments-to-decide-export",
                "staff-quality-ssa-export",
                "staff-requests-export",
                "staff-providers-export",
                "people-export",
                "cases-export",
                "cases-closed-export",
                "staff-bring-over-verdicts",
                "assignability-rows-export",
                "contacts-export",
                "vr-cases-export",
                "remittances-export",
                "staff-sweep-export",
            }
        ),
    ),
    Function(
        "open-files",
        "Opening files that were sent",
        "Files are kept, and go on to be scanned. What was said about them can be read.",
        pages=frozenset({"file", "staff-file"}),
    ),
    Function(
        "decide-payments",
        "Deciding payment requests",
        "The queue and every request can be read. Nothing is decided until it opens again.",
        permissions=frozenset({Permission.WORK_PAYMENT_QUEUE}),
    ),
    Function(
        "name-people",
        "Naming people for portal access",
        "People who were named before go on as they are. Who leaves can be reported at any time.",
        sending=frozenset({"people-name"}),
    ),
    Function(
        "open-access",
        "Opening access for people who were named",
        "The access desk verifies and records as before. Access is ended, and departures are reported, at any time.",
        sending=frozenset({"access-grant"}),
    ),
    Function(
        "roll-out",
        "Moving organizations to this portal",
        "Who works here today goes on working here. Moves that were set before happen on their day.",
        sending=frozenset({"staff-roll-out-set"}),
    ),
    Function(
        "invitations",
        "Setting up an account by invitation",
        "A link that was mailed is good until its day; after that, the access desk mails another.",
        pages=frozenset({"account-invitation-link", "account-invitation"}),
    ),
    Function(
        "texted-codes",
        "Texted codes",
        "Passkeys, authenticator apps and recovery codes go on working.",
        pages=frozenset({"account-text", "account-again-text", "account-mobile"}),
    ),
    Function(
        "identity-provider",
        "Signing in at the identity provider",
        "Who has a password here signs in with it. Who is signed in goes on working.",
        pages=frozenset({"account-provider", "account-provider-answer"}),
    ),
    Function(
        "training",
        "Taking a course",
        "What was completed counts, and one's place in a course is kept. Certificates can be had.",
        pages=frozenset({"training-course", "training-section", "training-question", "training-result"}),
    ),
    Function(
        "bring-over",
        "Bringing over users of the earlier portal",
        "What was brought over stays. A run that had begun goes on from where it is when you start it again.",
        permissions=frozenset({Permission.BRING_OVER}),
    ),
)
BY_KEY = {function.key: function for function in FUNCTIONS}

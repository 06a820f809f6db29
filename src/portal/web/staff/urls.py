"""Addresses of the staff work area. A worklist's page has the worklist's slug as its name."""

from django.urls import path

from portal.policy.roles import Permission
from portal.tickets.services.use_state import ON_REQUEST
from portal.web.staff import again_urls, inquiry_urls, mail_room_urls, progress_urls, run_urls
from portal.web.staff.areas import ACCESS, AT_SSA, PAYMENTS, REVIEWS
from portal.web.staff.deciding import ANALYSTS_MOVES, SSA_MOVES
from portal.web.staff.desk_pages import lay_down, take, take_next
from portal.web.staff.desk_urls import desk
from portal.web.staff.pages import (
    access,
    access_person,
    access_steps,
    announcements,
    bring_over,
    certifications,
    decide,
    earnings,
    files,
    functions,
    identity,
    integrity_plans,
    integrity_rights,
    ledger,
    provider_keep,
    provider_record,
    providers,
    quality,
    quality_ssa,
    queue,
    record,
    record_files,
    requests,
    roll_out,
    second_sign_ins,
    ssa,
    supervise,
    sweeps,
    ticket_moves,
    ticket_progress,
    tickets,
    trail,
    what_if,
)

urlpatterns = [
    path("integrity/plans/", integrity_plans.plans, name="integrity-plans"),
    path("integrity/plans/next/", take_next(REVIEWS), name="integrity-plan-take-next"),
    path(
        "integrity/plans/who/",
        supervise.supervise(REVIEWS, Permission.SUPERVISE_PLAN_REVIEWS),
        name="integrity-plan-supervise",
    ),
    path("integrity/plans/<str:number>/", integrity_plans.plan, name="integrity-plan"),
    *desk("integrity/plans", REVIEWS),
    path("integrity/plans/<str:number>/decide/", integrity_plans.end, name="integrity-plan-decide"),
    path("integrity/rights/", integrity_rights.rights, name="integrity-rights"),
    path("integrity/rights/<str:number>/", integrity_rights.right, name="integrity-right"),
    path(
        "integrity/rights/<str:number>/propose/",
        integrity_rights.propose_right,
        name="integrity-right-propose",
    ),
    path("integrity/rights/<str:number>/decide/", integrity_rights.decide, name="integrity-right-decide"),
    *mail_room_urls.urlpatterns,
    *run_urls.urlpatterns,
    *progress_urls.urlpatterns,
    *inquiry_urls.urlpatterns,
    *again_urls.urlpatterns,
    path("tickets/", tickets.find, name="staff-tickets"),
    path("tickets/<str:number>/", tickets.record, name="staff-ticket"),
    path("tickets/<str:number>/progress/", ticket_progress.progress, name="staff-ticket-progress"),
    path("tickets/<str:number>/earnings/", earnings.of_ticket, name="staff-ticket-earnings"),
    path("tickets/<str:number>/terminate/", ticket_moves.terminate, name="staff-ticket-terminate"),
    *(
        path(f"tickets/<str:number>/{move}/", ticket_moves.use, {"move": move}, name=f"staff-ticket-{move}")
        for move in ON_REQUEST
    ),
    path("access/", access.queue, name="access-designations"),
    path("access/people/", access.people_list, name="access-people"),
    path("access/people/<uuid:employment>/", access.record, name="access-person"),
    *(
        path(
            f"access/people/<uuid:employment>/{step}/",
            access_person.step,
            {"step": step},
            name=f"access-person-{step}",
        )
        for step in access_person.RECORDING
    ),
    path("access/departures/", access.departures, name="access-departures"),
    path("access/no-administrator/", access.no_administrator, name="access-no-administrator"),
    path("access/second-sign-ins/", second_sign_ins.second_sign_ins, name="access-second-sign-ins"),
    path("access/<str:number>/", access_steps.record, name="access-designation"),
    path("access/<str:number>/take/", take(ACCESS), name="access-take"),
    path("access/<str:number>/lay-down/", lay_down(ACCESS), name="access-lay-down"),
    *(
        path(f"access/<str:number>/{move}/", access_steps.move, {"move": move}, name=f"access-{move}")
        for move in access_steps.MOVING
    ),
    path("queue/", queue.queue, name="payments-to-decide"),
    path("queue/export/<slug:kind>/", queue.export, name="payments-to-decide-export"),
    path("queue/next/", take_next(PAYMENTS), name="staff-take-next"),
    path(
        "queue/analysts/",
        supervise.supervise(PAYMENTS, Permission.SUPERVISE_PAYMENT_QUEUE),
        name="staff-supervise",
    ),
    path("ssa/", ssa.referred, name="payments-at-ssa"),
    path("ssa/next/", take_next(AT_SSA), name="at-ssa-take-next"),
    *desk("ssa", AT_SSA),
    path("requests/", requests.requests, name="staff-requests"),
    path("requests/export/<slug:kind>/", requests.export, name="staff-requests-export"),
    path("requests/<str:number>/", record.record, name="staff-request"),
    path("requests/<str:number>/what-if/", what_if.what_if, name="staff-what-if"),
    path("requests/<str:number>/earnings/", earnings.earnings, name="staff-earnings"),
    path("requests/<str:number>/identity/", identity.identity, name="staff-identity"),
    *desk("requests", PAYMENTS),
    *(
        path(f"requests/<str:number>/{move}/", view, {"move": move}, name=f"staff-{move}")
        for view, moves in ((decide.make_move, ANALYSTS_MOVES), (decide.answer_at_ssa, SSA_MOVES))
        for move in moves
    ),
    path("files/<str:number>/", files.file, name="staff-file"),
    path("certifications/<str:number>/", certifications.certification, name="staff-certification"),
    path("ledger/", ledger.entries, name="staff-ledger"),
    path("ledger/providers/", ledger.balances, name="staff-balances"),
    path("quality/", quality.quality, name="staff-quality"),
    path("quality/measured/", quality.measured, name="staff-quality-measured"),
    path("quality/ssa/", quality_ssa.without_ssa, name="staff-quality-ssa"),
    path("quality/ssa/export/<slug:kind>/", quality_ssa.export, name="staff-quality-ssa-export"),
    path("quality/<uuid:key>/", quality.review, name="staff-quality-review"),
    path("payments/sweeps/", sweeps.sweeps, name="staff-sweeps"),
    path("payments/sweeps/start/", sweeps.start, name="staff-sweep-start"),
    path("payments/sweeps/<str:number>/", sweeps.sweep, name="staff-sweep"),
    path("payments/sweeps/<str:number>/stop/", sweeps.stop, name="staff-sweep-stop"),
    path("payments/sweeps/<str:number>/resume/", sweeps.resume, name="staff-sweep-resume"),
    path("payments/sweeps/<str:number>/export/<slug:kind>/", sweeps.export, name="staff-sweep-export"),
    path("providers/", providers.provider_list, name="staff-providers"),
    path("providers/export/<slug:kind>/", providers.export, name="staff-providers-export"),
    path("providers/<str:number>/", provider_record.provider_record, name="staff-provider"),
    path("providers/<str:number>/earlier/", provider_record.earlier, name="staff-provider-earlier"),
    path("providers/<str:number>/keep/<slug:part>/", provider_keep.keep, name="staff-provider-keep"),
    path("providers/<str:number>/add/<slug:part>/", provider_keep.add, name="staff-provider-add"),
    path(
        "providers/<str:number>/change/<slug:part>/<uuid:row>/",
        provider_keep.change,
        name="staff-provider-change",
    ),
    path("roll-out/", roll_out.roll_out_list, name="staff-roll-out"),
    path("roll-out/set/", roll_out.roll_out_set, name="staff-roll-out-set"),
    path("bring-over/", bring_over.bring_over, name="staff-bring-over"),
    path("bring-over/send/", bring_over.send, name="staff-bring-over-send"),
    path("bring-over/<uuid:run>/", bring_over.file, name="staff-bring-over-file"),
    path(
        "bring-over/template/<slug:what>.<slug:kind>",
        bring_over.template,
        name="staff-bring-over-template",
    ),
    path("bring-over/<uuid:run>/refused.<slug:kind>", bring_over.refused, name="staff-bring-over-refused"),
    path("bring-over/<uuid:run>/verdicts.csv", bring_over.export, name="staff-bring-over-verdicts"),
    path("bring-over/<uuid:run>/start/", bring_over.begin, name="staff-bring-over-start"),
    path("record-files/", record_files.record_files, name="staff-record-files"),
    path("record-files/<str:number>/", record_files.record_file, name="staff-record-file"),
    path(
        "record-files/<str:number>/refused/<slug:kind>/",
        record_files.refused,
        name="staff-record-file-refused",
    ),
    path("record-files/<str:number>/send/", record_files.send, name="staff-record-file-send"),
    path("trail/", trail.trail, name="staff-trail"),
    path("announcements/", announcements.announcements, name="staff-announcements"),
    path("announcements/new/", announcements.announcement_new, name="staff-announcement-new"),
    path("announcements/<uuid:key>/", announcements.announcement, name="staff-announcement"),
    path("announcements/<uuid:key>/change/", announcements.announcement_edit, name="staff-announcement-edit"),
    path("announcements/<uuid:key>/end/", announcements.announcement_end, name="staff-announcement-end"),
    path("functions/", functions.functions, name="staff-functions"),
    path("functions/<slug:key>/close/", functions.function_close, name="staff-function-close"),
    path("functions/<slug:key>/open/", functions.function_open, name="staff-function-open"),
]

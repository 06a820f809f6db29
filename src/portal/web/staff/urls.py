"""Addresses of the staff work area. A worklist's page has the worklist's slug as its name."""

from django.urls import path

from portal.web.staff.deciding import DECIDING
from portal.web.staff.pages import (
    decide,
    desk_moves,
    files,
    identity,
    ledger,
    providers,
    queue,
    record,
    requests,
    ssa,
    supervise,
    trail,
)

urlpatterns = [
    path("queue/", queue.queue, name="payments-to-decide"),
    path("queue/export/<slug:kind>/", queue.export, name="payments-to-decide-export"),
    path("queue/next/", desk_moves.take_next, name="staff-take-next"),
    path("queue/analysts/", supervise.supervise, name="staff-supervise"),
    path("ssa/", ssa.referred, name="payments-at-ssa"),
    path("requests/", requests.requests, name="staff-requests"),
    path("requests/export/<slug:kind>/", requests.export, name="staff-requests-export"),
    path("requests/<str:number>/", record.record, name="staff-request"),
    path("requests/<str:number>/identity/", identity.identity, name="staff-identity"),
    path("requests/<str:number>/take/", desk_moves.take, name="staff-take"),
    path("requests/<str:number>/lay-down/", desk_moves.lay_down, name="staff-lay-down"),
    path("requests/<str:number>/hand-over/", desk_moves.hand_over, name="staff-hand-over"),
    path("requests/<str:number>/put-off/", desk_moves.put_off, name="staff-put-off"),
    *(
        path(f"requests/<str:number>/{move}/", decide.make_move, {"move": move}, name=f"staff-{move}")
        for move in DECIDING
    ),
    path("files/<str:number>/", files.file, name="staff-file"),
    path("ledger/", ledger.entries, name="staff-ledger"),
    path("ledger/providers/", ledger.balances, name="staff-balances"),
    path("quality/", ledger.quality, name="staff-quality"),
    path("providers/", providers.provider_list, name="staff-providers"),
    path("trail/", trail.trail, name="staff-trail"),
]

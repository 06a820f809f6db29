"""Addresses of the mail room. The queue has its worklist's name."""

from django.urls import path

from portal.policy.roles import Permission
from portal.web.staff.areas import PAPERS
from portal.web.staff.desk_pages import take_next
from portal.web.staff.desk_urls import desk
from portal.web.staff.pages import mail_room, mail_room_enter, mail_room_moves, supervise

urlpatterns = [
    path("mail-room/", mail_room.waiting, name="mail-room"),
    path("mail-room/record/", mail_room.record, name="paper-record"),
    path("mail-room/papers/", mail_room.register, name="papers"),
    path("mail-room/next/", take_next(PAPERS), name="paper-take-next"),
    path(
        "mail-room/who/",
        supervise.supervise(PAPERS, Permission.SUPERVISE_MAIL_ROOM),
        name="paper-supervise",
    ),
    path("mail-room/<str:number>/", mail_room.one_paper, name="paper"),
    path("mail-room/<str:number>/scan/", mail_room.scan, name="paper-scan"),
    path("mail-room/<str:number>/letter.pdf", mail_room_moves.letter, name="paper-letter"),
    path("mail-room/<str:number>/case/", mail_room_moves.put_to_case, name="paper-index"),
    path("mail-room/<str:number>/enter/", mail_room_enter.enter, name="paper-enter"),
    *(
        path(
            f"mail-room/<str:number>/{step}/", mail_room_moves.put_aside, {"step": step}, name=f"paper-{step}"
        )
        for step in mail_room_moves.STEPS
    ),
    *desk("mail-room", PAPERS),
]

"""Addresses of progress reviews for staff. The queues have their worklists' names."""

from django.urls import path

from portal.policy.roles import Permission
from portal.web.staff.areas import PROGRESS
from portal.web.staff.desk_pages import take_next
from portal.web.staff.desk_urls import desk
from portal.web.staff.pages import progress_moves, progress_reviews, supervise

urlpatterns = [
    path("progress/", progress_reviews.waiting, name="progress-to-decide"),
    path("progress/appeals/", progress_reviews.at_ssa, name="progress-appeals"),
    path("progress/next/", take_next(PROGRESS), name="staff-progress-take-next"),
    path(
        "progress/who/",
        supervise.supervise(PROGRESS, Permission.SUPERVISE_PROGRESS_REVIEWS),
        name="staff-progress-supervise",
    ),
    path("progress/<str:number>/", progress_reviews.review, name="staff-progress"),
    path("progress/<str:number>/fail/", progress_moves.fail, name="staff-progress-fail"),
    path("progress/<str:number>/reply/", progress_moves.reply, name="staff-progress-reply"),
    path("progress/<str:number>/appeal/", progress_moves.appeal, name="staff-progress-appeal"),
    path("progress/<str:number>/reviewed/", progress_moves.reviewed, name="staff-progress-reviewed"),
    path("progress/<str:number>/back/", progress_moves.ask_back, name="staff-progress-back"),
    path("progress/<str:number>/reentry/", progress_moves.reentry, name="staff-progress-reentry"),
    path(
        "progress/<str:number>/letters/<slug:code>.pdf",
        progress_reviews.letter,
        name="staff-progress-letter",
    ),
    *desk("progress", PROGRESS),
]

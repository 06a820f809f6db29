"""Addresses of the Ticketholder's area. Whose Ticket it is stands in no address: it is the reader's own."""

from django.urls import path

from portal.web.holder.page import own_account_page
from portal.web.holder.pages import earn, home, leave, plans, progress, prove

urlpatterns = [
    path("ticket/", home.home, name="holder-home"),
    path("ticket/language/", home.speak, name="holder-language"),
    path("ticket/plans/", plans.plans, name="holder-plans"),
    path("ticket/plans/<str:number>/", plans.plan, name="holder-plan"),
    path("ticket/plans/<str:number>/plan.pdf", plans.document, name="holder-plan-pdf"),
    path("ticket/plans/<str:number>/sign/", plans.sign_own, name="holder-sign"),
    path("ticket/progress/", progress.progress, name="holder-progress"),
    path("ticket/progress/answer/", progress.answer, name="holder-progress-answer"),
    path("ticket/progress/again/", progress.appeal, name="holder-progress-appeal"),
    path("ticket/progress/back/", progress.ask_back, name="holder-progress-back"),
    path("ticket/progress/letters/<slug:code>.pdf", progress.letter, name="holder-progress-letter"),
    path("ticket/earn/", earn.earn, name="holder-earn"),
    path("ticket/leave/", leave.leave, name="holder-leave"),
    path("account/yours/", own_account_page(prove.prove_own), name="holder-prove"),
]

"""Addresses of payment runs and their answers."""

from django.urls import path

from portal.web.staff.pages import recoveries, run_answers, run_given_back, runs

urlpatterns = [
    path("payments/runs/", runs.run_list, name="payment-runs"),
    path("payments/runs/gather/", runs.gather, name="payment-run-gather"),
    path("payments/runs/<str:number>/", runs.run, name="payment-run"),
    path("payments/runs/<str:number>/file.txt", runs.file, name="payment-run-file"),
    path(
        "payments/runs/<str:number>/deposits/<str:deposit>/",
        run_given_back.given_back,
        name="payment-deposit-given-back",
    ),
    path("payments/runs/<str:number>/<slug:move>/", runs.make_move, name="payment-run-move"),
    path("payments/recoveries/", recoveries.front, name="payment-recoveries"),
    path("payments/recoveries/<str:number>/", recoveries.recovery, name="payment-recovery"),
    path(
        "payments/recoveries/<str:number>/repayments/<uuid:repayment>/",
        recoveries.repayment,
        name="payment-repayment",
    ),
    path("payments/answers/", run_answers.front, name="payment-answers"),
    path("payments/answers/send/", run_answers.send, name="payment-answers-send"),
    path("payments/answers/template.<slug:kind>", run_answers.template, name="payment-answer-template"),
    path("payments/answers/<str:number>/", run_answers.file, name="payment-answer-file"),
    path("payments/answers/<str:number>/start/", run_answers.begin, name="payment-answer-start"),
    path(
        "payments/answers/<str:number>/refused.<slug:kind>",
        run_answers.refused,
        name="payment-answer-refused",
    ),
]

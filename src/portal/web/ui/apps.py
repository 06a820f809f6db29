from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "portal.web.ui"
    label = "ui"

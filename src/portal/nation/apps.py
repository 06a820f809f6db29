from django.apps import AppConfig


class NationConfig(AppConfig):
    name = "portal.nation"
    label = "nation"

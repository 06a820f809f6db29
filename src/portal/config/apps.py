from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "portal.config"
    label = "house"

"""The API's addresses, below /api/v1/."""

from portal.api.interface import addresses

urlpatterns = addresses()

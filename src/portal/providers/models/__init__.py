from portal.providers.models.provider import Agreement, Hold, Provider

__all__ = ["Agreement", "Hold", "Provider"]

from portal.support.models.paper import PaperItem, PaperStep

__all__ = ["PaperItem", "PaperStep"]

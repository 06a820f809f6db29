from portal.support.models.paper import PaperItem

__all__ = ["PaperItem"]

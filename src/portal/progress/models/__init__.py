from portal.progress.models.review import ProgressNotice, ProgressReply, ProgressReview, ProgressStep

__all__ = ["ProgressNotice", "ProgressReply", "ProgressReview", "ProgressStep"]

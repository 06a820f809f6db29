from portal.integrity.models.review import AssignRight, PlanReview, ReviewFinding

__all__ = ["AssignRight", "PlanReview", "ReviewFinding"]

"""Timely progress: what a Ticket's progress and its protection from medical reviews stand on, and how they stand."""

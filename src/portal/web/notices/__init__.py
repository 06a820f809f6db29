"""Announcements and closed functions as pages show them."""

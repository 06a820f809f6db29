"""What the house tells everybody: announcements, banners, and which functions are closed for now."""

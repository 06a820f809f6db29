"""The courses, taken page by page. Open to everybody who has signed in, also while the access gate is closed."""

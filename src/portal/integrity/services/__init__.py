"""The writers of this room: who sends in, reviews, decides."""

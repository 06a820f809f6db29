"""What could be claimed, before anybody claims it (row E8, J6); nothing is written."""

"""What every room uses and that knows no room: clock, unit of work, actor, trail, vault, duties, drafts, outbox."""

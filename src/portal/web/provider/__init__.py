"""The provider's work area: Ticketholders, payment requests, what was submitted and what came of it."""

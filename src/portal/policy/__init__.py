"""The law: pure functions over frozen facts. No framework, no clock, no database."""

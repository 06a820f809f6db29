"""Starts and stops what the portal runs on: PostgreSQL, the malware scanner, web and worker.

Stands beside Django, not inside it: standard library only, so that it also works while the
application itself cannot be imported.
"""

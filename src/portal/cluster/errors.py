"""The one error of this package; its text is what the person at the terminal reads."""


class ClusterError(RuntimeError):
    """Something could not be started; the message says what is missing and what to do."""

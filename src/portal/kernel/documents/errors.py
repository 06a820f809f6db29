"""The one error of this package."""


class DocumentError(ValueError):
    """A document cannot be made from the data given.

    The message names the template and the field, never the value: it may reach a log.
    """

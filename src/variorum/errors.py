"""The exception tree. Every message says what went wrong and what to do next."""


class VariorumError(Exception):
    """Anything that variorum raises on purpose."""


class UsageError(VariorumError):
    """The caller asked for something that cannot be: an unknown story, a bad date, an option that does not fit."""


class InputError(VariorumError):
    """One input could not be read. A build names it, with why, and goes on with the rest."""

    def __init__(self, source: str, why: str) -> None:
        super().__init__(f"{source}: {why}")
        self.source = source
        self.why = why


class StoreError(VariorumError):
    """A database could not be opened, read or written."""


class EngineError(VariorumError):
    """What runs the stages could not be started, such as Spark without Java."""


class ModelError(VariorumError):
    """A model that the package ships or depends on could not be loaded."""

"""How much a caller may ask for and send: as the server allows, or as their key says instead."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Allowance:
    """``rate`` in points a minute, 0 being no limit; ``body`` and ``table`` in bytes.

    ``body`` is what a request may send, ``table`` what one may that brings a table of localities.
    """

    rate: int
    body: int
    table: int


@dataclass(frozen=True)
class Own:
    """What is said of one key; None where the server's allowance holds."""

    rate: int | None = None
    body: int | None = None
    table: int | None = None

    def over(self, servers: Allowance) -> Allowance:
        """The server's allowance with what is said here in its place."""
        return Allowance(
            servers.rate if self.rate is None else self.rate,
            servers.body if self.body is None else self.body,
            servers.table if self.table is None else self.table,
        )


AS_SERVER = Own()
HIGHEST = Allowance(rate=100_000_000, body=1_000_000_000, table=1_000_000_000_000)  # of any

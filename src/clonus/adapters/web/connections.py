"""The connections of the server: one on which no whole request comes is closed, so that none is held for nothing."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_SECONDS = 10.0
MOST_BYTES = 64_000


class Impatient(HttpToolsProtocol):
    """A connection that waits for the head of a request for so many seconds and bytes, and no longer.

    From there on the guard has the time and the size of the request in its hands.
    """

    most_seconds, most_bytes = MOST_SECONDS, MOST_BYTES
    _until: asyncio.TimerHandle | None = None
    _read = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait(0)

    def data_received(self, data: bytes) -> None:
        """Read what came, and wait for the rest where it is no whole head."""
        super().data_received(data)
        self._wait(len(data))

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        self._stop_waiting()

    def _wait(self, came: int) -> None:
        if self.transport.is_closing() or (self.cycle is not None and not self.cycle.response_complete):
            self._stop_waiting()
            return
        self._read += came
        if self._read > self.most_bytes:
            self.transport.close()
        elif self._until is None:
            self._until = self.loop.call_later(self.most_seconds, self.transport.close)

    def _stop_waiting(self) -> None:
        self._read = 0
        if self._until is not None:
            self._until.cancel()
            self._until = None

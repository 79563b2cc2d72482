"""A real mail server for tests, on a free port that the settings name."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from academy import settings
from academy.settings import Settings


class Server:
    """A mail server that keeps what it gets, refuses one address and is busy for another."""

    def __init__(self, refuses: str) -> None:
        self.refuses = refuses
        self.taken: list[Envelope] = []

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]) -> str:  # noqa: N802
        if address.startswith(self.refuses):
            return "550 No such mailbox"
        if address.startswith("busy@"):
            return "451 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def mail_server(config: Settings, refuses: str = "nobody@") -> Iterator[Server]:
    """Served at a free port, which the settings name."""
    server, port = Server(refuses), free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.use(msgspec.structs.replace(config, smtp_url=f"smtp://127.0.0.1:{port}"))
    try:
        yield server
    finally:
        controller.stop()

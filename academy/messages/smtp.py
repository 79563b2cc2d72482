"""Handing a message to the mail server: the only importer of aiosmtplib."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import aiosmtplib

from academy import settings
from academy.messages import rules
from academy.messages.tables import OutgoingMessage

_TIMEOUT = 30
"""Seconds that a server may take for a step."""


class Unreachable(Exception):
    """No server answers, or it lets nobody in; `str()` says what it said."""


class PutOff(Exception):
    """The server may take this message later; `str()` says why not now."""


class Refused(Exception):
    """The server will never take this message; `str()` says why."""


class AddressRefused(Refused):
    """There is no such address, the server says."""


class Connection:
    """An open line to the mail server."""

    def __init__(self, client: aiosmtplib.SMTP, sender: str) -> None:
        self._client = client
        self._sender = sender

    async def deliver(self, row: OutgoingMessage) -> None:
        """Raises Refused, PutOff, Unreachable."""
        try:
            await self._client.send_message(mail(row, self._sender))
        except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPResponseException) as fault:
            raise _fault(fault) from fault
        except (aiosmtplib.SMTPException, OSError) as fault:
            raise Unreachable(_words(fault)) from fault


@asynccontextmanager
async def connected() -> AsyncIterator[Connection]:
    """A line to the server of the settings. Raises Unreachable."""
    where = urlsplit(settings.current().smtp_url)
    try:
        client = _client(where)
        await client.connect()
    except (aiosmtplib.SMTPException, OSError, ValueError) as fault:
        raise Unreachable(f"The mail server {where.hostname} cannot be used: {_words(fault)}") from fault
    try:
        yield Connection(client, settings.current().mail_sender)
    finally:
        client.close()


def _client(where: SplitResult) -> aiosmtplib.SMTP:
    login: dict[str, Any] = {}
    if where.username:
        login = {"username": unquote(where.username), "password": unquote(where.password or "")}
    return aiosmtplib.SMTP(
        hostname=where.hostname or "",
        port=where.port or (465 if where.scheme == "smtps" else 587),
        use_tls=where.scheme == "smtps",
        # A name and a word never go over an open line; without them the line is closed where the server offers it.
        start_tls=True if login and where.scheme == "smtp" else None,
        timeout=_TIMEOUT,
        **login,
    )


def mail(row: OutgoingMessage, sender: str) -> EmailMessage:
    """The message as it travels. Sent twice it is the same one, so that mail programs show it once."""
    host = settings.current().base_url.partition("://")[2].partition(":")[0]
    made = EmailMessage()
    made["From"] = formataddr(("PSP Academy", sender))
    made["To"] = row.recipient
    made["Subject"] = row.subject
    made["Date"] = format_datetime(row.created_at)
    made["Message-ID"] = f"<message-{row.id}-{row.created_at:%Y%m%d%H%M%S}@{host}>"
    made["Auto-Submitted"] = "auto-generated"
    if row.reply_to:
        made["Reply-To"] = row.reply_to
    if row.unsubscribe:
        # RFC 8058: mail programs end it by one POST, without asking the reader to look for a link.
        made["List-Unsubscribe"] = f"<{row.unsubscribe}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(row.body)
    if row.attachment is not None:
        # As bytes, in base 64: a signed text must arrive to the letter.
        subtype = row.attachment_type.removeprefix("text/") or "plain"
        name = row.attachment_name or "text.txt"
        made.add_attachment(row.attachment.encode(), maintype="text", subtype=subtype, filename=name)
    if row.enclosure is not None:
        made.add_attachment(
            bytes(row.enclosure),
            maintype="application",
            subtype="octet-stream",
            filename=row.enclosure_name or "file.bin",
        )
    return made


def _fault(fault: aiosmtplib.SMTPRecipientsRefused | aiosmtplib.SMTPResponseException) -> Refused | PutOff:
    code, said = _answer(fault)
    words = f"The mail server answered {code}: {said}"
    if code < 500:
        return PutOff(words)
    is_address = isinstance(fault, aiosmtplib.SMTPRecipientsRefused) and rules.is_about_address(code, said)
    return (AddressRefused if is_address else Refused)(words)


def _answer(fault: aiosmtplib.SMTPRecipientsRefused | aiosmtplib.SMTPResponseException) -> tuple[int, str]:
    one = fault.recipients[0] if isinstance(fault, aiosmtplib.SMTPRecipientsRefused) else fault
    return one.code, str(one.message)


def _words(fault: Exception) -> str:
    return str(fault) or type(fault).__name__

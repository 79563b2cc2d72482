"""An outside authority for time stamps (RFC 3161) as an HTTP server of its own, with a root of its own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import msgspec
from asn1crypto import tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding

from academy.signing import authority
from academy.signing.certificates import Place, Purpose
from academy.signing.time_stamps import OwnTimeStamper


class StampServer(msgspec.Struct, frozen=True):
    """Where it answers, and whom to believe in order to believe it."""

    url: str
    issuer: bytes


@contextmanager
def stamp_server(folder: Path, at: datetime) -> Iterator[StampServer]:
    """An authority whose clock stands still, as long as the block runs."""
    known = authority.make(folder, Place("https://stamps.example", at))
    certificate = known.certificates[Purpose.TIMESTAMPS]
    parsed = x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    stamper = OwnTimeStamper(parsed, authority.key_of(folder, Purpose.TIMESTAMPS, certificate))
    stamper.at = at

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["content-length"])))
            answer = asyncio.run(stamper.async_request_tsa_response(asked)).dump()
            self.send_response(200)
            self.send_header("content-type", "application/timestamp-reply")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield StampServer(f"http://127.0.0.1:{server.server_port}/", known.pem(Purpose.ISSUING))
    finally:
        server.shutdown()
        server.server_close()

"""Time stamps of an outside authority: asking for one (RFC 3161 over HTTP), and checking one.

Loading this loads pyHanko.
"""

import asyncio
from datetime import datetime
from hashlib import new, sha256

from asn1crypto import cms, tsp
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from academy.record_log.stamps import Stamp
from academy.signing.exactness import is_exact_token
from academy.signing.pades import PATIENCE, TimeStampMissing
from academy.signing.validation import UNREADABLE, common_name


def asked(content: bytes, url: str) -> Stamp:
    """A stamp on the SHA-256 of the content, checked. Raises TimeStampMissing. Runs a loop of its own."""
    try:
        token = asyncio.run(_token(content, url))
    except (TimestampRequestError, *UNREADABLE) as failed:
        reason = failed.__cause__ or failed
        raise TimeStampMissing(f"No time stamp from {url}: {reason or type(reason).__name__}") from None
    answer = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump()
    at, authority = _said(token)
    if wrong := fault(content, answer, at):
        raise TimeStampMissing(f"The time stamp from {url} cannot be used. {wrong}")
    return Stamp(answer, at, authority)


def fault(content: bytes, answer: bytes, at: datetime) -> str:
    """What is wrong with a stamp on this content that states this time; empty when it holds."""
    try:
        response = tsp.TimeStampResp.load(answer, strict=True)
        token = response["time_stamp_token"]
        status = asyncio.run(_judged(token["content"], content))
        exact, (said, _) = is_exact_token(token), _said(token)
    except UNREADABLE as reason:
        return f"The time stamp cannot be read: {reason or type(reason).__name__}"
    if not (status["intact"] and status["valid"] and exact):
        return "It is not a time stamp on this checkpoint, or it was changed."
    return "" if said == at else f"It states {said:%Y-%m-%d %H:%M:%S} UTC, and its row another time."


async def _token(content: bytes, url: str) -> cms.ContentInfo:
    return await HTTPTimeStamper(url, timeout=PATIENCE).async_timestamp(sha256(content).digest(), "sha256")


async def _judged(signed: cms.SignedData, content: bytes) -> dict[str, object]:
    alone = ValidationContext(trust_roots=[], allow_fetching=False)
    judged: dict[str, object] = await validate_tst_signed_data(signed, alone, lambda name: new(name, content).digest())
    return judged


def _said(token: cms.ContentInfo) -> tuple[datetime, str]:
    signed = token["content"]
    at: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
    serial = signed["signer_infos"][0]["sid"].chosen
    certificates = [one.chosen for one in signed["certificates"]]
    named = [one for one in certificates if isinstance(serial, cms.IssuerAndSerialNumber) and _is(one, serial)]
    return at, common_name((named or certificates)[0])


def _is(certificate: cms.Certificate, named: cms.IssuerAndSerialNumber) -> bool:
    return (certificate.issuer, certificate.serial_number) == (named["issuer"], named["serial_number"].native)

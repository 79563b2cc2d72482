"""What the academy tells the public about its keys."""

from cryptography import x509

from academy.record_log import writing as log_writing
from academy.signing.certificates import TITLES, Purpose
from academy.signing.public_keys import PublicKey, public_keys
from academy.signing.tables import AuthorityCertificate

SIGNS = {
    Purpose.ROOT: "The issuing authority. This is the one to trust; all others follow from it.",
    Purpose.ISSUING: "The registrar and the time stamps.",
    Purpose.REGISTRAR: "Certificates and transcripts.",
    Purpose.TIMESTAMPS: "When a paper was signed.",
}


@public_keys
async def authority_keys() -> list[PublicKey]:
    """The certificates of the authority, the root first."""
    rows = await AuthorityCertificate.objects().order_by(AuthorityCertificate.id)
    return [_told(row, x509.load_pem_x509_certificate(row.pem.encode())) for row in rows]


def _told(row: AuthorityCertificate, certificate: x509.Certificate) -> PublicKey:
    purpose = Purpose(row.purpose)
    return PublicKey(
        name=TITLES[purpose],
        signs=SIGNS[purpose],
        printed=row.fingerprint,
        good_from=certificate.not_valid_before_utc,
        good_to=certificate.not_valid_after_utc,
        away=row.key_offline_at is not None,
    )


@public_keys
async def log_key() -> list[PublicKey]:
    """The key of the record log, whole: it is short enough to be printed."""
    return [
        PublicKey(
            name="Record log", signs="How far the record log has come.", printed=str(await log_writing.verifier())
        )
    ]


async def root() -> str | None:
    """The root certificate as PEM; None before the first start."""
    row = (
        await AuthorityCertificate.select(AuthorityCertificate.pem)
        .where(AuthorityCertificate.purpose == Purpose.ROOT)
        .order_by(AuthorityCertificate.id, ascending=False)
        .first()
    )
    return str(row["pem"]) if row else None

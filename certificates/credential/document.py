"""What a credential says, before it is signed: the facts of the paper in the terms of Open Badges 3.0."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

from certificates.document.facts import CertificateFacts, assessment, hours

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    # Only this one defines 1EdTechJsonSchemaValidator2019; without it the schema would be signed as nothing.
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
MINUTES = "Instruction, in minutes"
FINAL = "Final assessment"


class Resource(msgspec.Struct, frozen=True):
    """Something the credential rests on; `digest` is a subresource-integrity digest, such as "sha384-..."."""

    id: str
    name: str
    digest: str


class Grounds(msgspec.Struct, frozen=True, kw_only=True):
    """What a credential rests on beside the facts; `completion` is an address, `attempt` None without a final exam.

    `numbers`: kinds and values of what agencies and states call the officer by; `salt` keeps their digests from being
    guessed by who does not have the credential.
    `status_list` is the address of the list, `status_index` the place in it.
    """

    issuer: str
    base_url: str
    course_slug: str
    criteria: str
    completion: str
    completed_at: datetime
    manifest: Resource
    attempt: Resource | None
    numbers: tuple[tuple[str, str], ...]
    salt: str
    status_list: str
    status_index: int
    valid_until: datetime | None = None


def unsigned(facts: CertificateFacts, on: Grounds) -> dict[str, Any]:
    """The credential without its proof."""
    until = {"validUntil": moment(on.valid_until)} if on.valid_until else {}
    resources = (on.manifest, on.attempt) if on.attempt else (on.manifest,)
    return {
        "@context": list(CONTEXTS),
        "id": f"{on.base_url}/verify/{facts.serial}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"Certificate of Completion: {facts.course_title}",
        "issuer": {"id": on.issuer, "type": ["Profile"], "name": facts.provider, "url": on.base_url},
        "validFrom": moment(facts.issued_at),
        **until,
        "credentialSubject": _subject(facts, on),
        "evidence": [_evidence(one) for one in (Resource(on.completion, "Completion record", ""), *resources[1:])],
        "relatedResource": [{"id": one.id, "digestSRI": one.digest} for one in resources],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        # One object, not a list: the schema refuses a list.
        "credentialStatus": status_entry(on.status_list, on.status_index),
    }


def status_entry(list_address: str, index: int) -> dict[str, str]:
    """The place of a credential in a status list."""
    return {
        "id": f"{list_address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": list_address,
    }


def moment(at: datetime) -> str:
    """`2026-03-14T17:05:00Z`."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def hashed(identifier: str, salt: str) -> str:
    """An identifier as Open Badges 3.0 hides it: the digest of the text followed by the salt."""
    return f"sha256${sha256((identifier + salt).encode()).hexdigest()}"


def _subject(facts: CertificateFacts, on: Grounds) -> dict[str, Any]:
    achievement = _achievement(facts, on)
    minutes, final = (one["id"] for one in achievement["resultDescription"])
    return {
        "type": ["AchievementSubject"],
        "identifier": _identifiers(facts.holder_name, on),
        "activityEndDate": moment(on.completed_at),
        "achievement": achievement,
        "result": [
            {"type": ["Result"], "resultDescription": minutes, "value": str(facts.minutes)},
            {"type": ["Result"], "resultDescription": final, "value": assessment(facts.percent)},
        ],
    }


def _identifiers(name: str, on: Grounds) -> list[dict[str, Any]]:
    """The name as printed, and numbers for who knows them already: never an account or an address."""
    shown = {"type": "IdentityObject", "identityHash": name, "identityType": "ext:legalName", "hashed": False}
    hidden = [
        {
            "type": "IdentityObject",
            "identityHash": hashed(number, on.salt),
            "identityType": kind,
            "hashed": True,
            "salt": on.salt,
        }
        for kind, number in on.numbers
    ]
    return [shown, *hidden]


def _achievement(facts: CertificateFacts, on: Grounds) -> dict[str, Any]:
    address = f"{on.base_url}/courses/{on.course_slug}/versions/{facts.version}"
    tags = {"tag": list(facts.categories)} if facts.categories else {}
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": facts.course_title,
        "description": f"{hours(facts.minutes)} of online, self-paced instruction for law enforcement.",
        "criteria": {"narrative": on.criteria},
        "humanCode": facts.course_code,
        "version": facts.version,
        "inLanguage": "en-US",
        **tags,
        "resultDescription": [_result(f"{address}#minutes", MINUTES), _result(f"{address}#final", FINAL)],
    }


def _result(address: str, name: str) -> dict[str, Any]:
    return {"id": address, "type": ["ResultDescription"], "name": name, "resultType": "Result"}


def _evidence(one: Resource) -> dict[str, Any]:
    return {"id": one.id, "type": ["Evidence"], "name": one.name}

"""Entering training taken elsewhere, and deciding what others entered."""

import hashlib
from enum import StrEnum
from typing import Any

from academy import clock, storage
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import move_row, writing
from academy.errors import Invalid, NotFound
from academy.messages.composing import compose
from academy.messages.posting import About, post
from academy.sites.access import SiteRow, site_for
from courses.external.access import (
    Evidence,
    Training,
    own_evidence,
    own_training,
    stored_as,
    training_at,
    training_of_coordinator,
)
from courses.external.queries import today_at
from courses.external.rules import MOST_BYTES, Claim, Decision, media_type_of, move, require_possible
from courses.learning.elsewhere.tables import ExternalTraining, TrainingEvidence
from courses.learning.rules.leave import OwnRecord

NO_FILE = "Choose the certificate or roster that shows the training."
TOO_LARGE = "This file is larger than 10 MB. Send a smaller scan or photo."
NOT_READABLE = "This is no whole PDF, PNG or JPEG. Save or photograph it again and choose that file."
NO_REASON = "Write what is missing or wrong: the officer reads it and can send it again."


class Audited(StrEnum):
    """What this area writes into the audit log."""

    KEPT = "external:evidence:keep"
    SENT = "external:training:send"
    WITHDRAWN = "external:training:withdraw"
    DECIDED = "external:training:decide"
    OPENED = "external:evidence:open"


async def keep_evidence(actor: Actor, content: bytes) -> Evidence:
    """Store a file under its digest, judged by its content. Raises Invalid for the field `evidence`."""
    media_type = media_type_of(content)
    if not content or len(content) > MOST_BYTES or media_type is None:
        sentence = NOT_READABLE if content else NO_FILE
        raise Invalid(fields={"evidence": TOO_LARGE if len(content) > MOST_BYTES else sentence})
    digest = hashlib.sha256(content).hexdigest()
    await storage.put(stored_as(digest), content)
    row = TrainingEvidence(
        code=new_code(), person=actor.id, sha256=digest, media_type=media_type, size=len(content)
    )  # fmt: skip
    async with writing():
        [made] = await TrainingEvidence.insert(row).returning(TrainingEvidence.id)
        await record(actor, Audited.KEPT, Subject("training_evidence", made["id"]), sha256=digest, bytes=len(content))
    return await own_evidence(actor, row.code)


async def send(actor: Actor, claim: Claim, *, site: SiteRow, evidence: str) -> str:
    """Enter training for a site the actor belongs to; gives its code. Raises NotFound, Invalid."""
    if site.id not in actor.memberships:
        raise NotFound()
    require_possible(claim, today_at(site.time_zone))
    async with writing():
        file = await own_evidence(actor, evidence)
        row = ExternalTraining(
            code=new_code(), person=actor.id, site=site.id, evidence=file.id, state="sent", sent_at=clock.now(),
            **_said(claim),
        )  # fmt: skip
        [made] = await ExternalTraining.insert(row).returning(ExternalTraining.id)
        await _record_sent(actor, Subject("external_training", made["id"], site.id), claim, file)
    return row.code


async def send_again(actor: Actor, claim: Claim, *, code: str, evidence: str) -> None:
    """Send what was returned, put right. Raises NotFound, CannotMove, Invalid."""
    async with writing():
        training = await own_training(actor, code)
        new = move(training.state, "send")
        require_possible(claim, today_at(training.zone))
        file = await own_evidence(actor, evidence)
        values = {**_said(claim), "evidence": file.id, "sent_at": clock.now(), "reason": ""}
        await move_row(ExternalTraining.state, training.id, old=training.state, new=new, **values)
        await _record_sent(actor, Subject("external_training", training.id, training.site_id), claim, file)


async def withdraw(actor: Actor, *, code: str) -> None:
    """The officer takes back what is not approved. Raises NotFound, CannotMove."""
    async with writing():
        training = await own_training(actor, code)
        new = move(training.state, "withdraw")
        await move_row(ExternalTraining.state, training.id, old=training.state, new=new)
        await record(actor, Audited.WITHDRAWN, Subject("external_training", training.id, training.site_id))


async def decide(actor: Actor, *, slug: str, code: str, decision: Decision) -> None:
    """Approve training of another officer, or return it; the officer gets a letter.

    Raises NotFound, OwnRecord, CannotMove, and Invalid without a reason.
    """
    async with writing():
        site = await site_for(actor, slug, Permission.ASSIGN)
        await _decide(actor, await training_at(site, code), decision)


async def decide_at_office(actor: Actor, *, code: str, decision: Decision) -> None:
    """The same for training of a coordinator, whose site may have no other, by who administers."""
    async with writing():
        await _decide(actor, await training_of_coordinator(actor, code), decision)


async def _decide(actor: Actor, training: Training, decision: Decision) -> None:
    if training.person_id == actor.id:
        raise OwnRecord()
    category, reason = decision.category, decision.reason
    if decision.verb == "return" and not reason:
        raise Invalid(fields={f"reason-{training.code}": NO_REASON})
    new = move(training.state, decision.verb)
    told = {"decided_by": actor.id, "decided_at": clock.now(), "reason": reason}
    kept = {"category": category} if decision.verb == "approve" else {}
    await move_row(ExternalTraining.state, training.id, old=training.state, new=new, **told, **kept)
    subject, digest = Subject("external_training", training.id, training.site_id), training.evidence.sha256
    await record(actor, Audited.DECIDED, subject, sha256=digest, state=new, category=category, reason=reason)
    letter = compose(f"courses/external/{new}", training=training, by=actor.name, reason=reason)
    about = About(person_id=training.person_id, site_id=subject.site_id, kind=subject.kind, subject_id=training.id)
    await post(letter, to=training.email, about=about)


async def open_evidence(actor: Actor, *, slug: str, code: str) -> Evidence:
    """The file for a coordinator of the site; that it was opened is on record. Raises NotFound."""
    async with writing():
        site = await site_for(actor, slug, Permission.EXPORT)
        return await _opened(actor, await training_at(site, code))


async def open_evidence_at_office(actor: Actor, *, code: str) -> Evidence:
    """The same for who administers, of a coordinator's training."""
    async with writing():
        return await _opened(actor, await training_of_coordinator(actor, code))


async def _opened(actor: Actor, training: Training) -> Evidence:
    subject = Subject("external_training", training.id, training.site_id)
    await record(actor, Audited.OPENED, subject, sha256=training.evidence.sha256)
    return training.evidence


def _said(claim: Claim) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in Claim.__struct_fields__}


async def _record_sent(actor: Actor, subject: Subject, claim: Claim, file: Evidence) -> None:
    said: dict[str, str | int] = {
        "title": claim.title,
        "minutes": claim.minutes,
        "ended_on": str(claim.ended_on),
        "sha256": file.sha256,
    }
    await record(actor, Audited.SENT, subject, **said)

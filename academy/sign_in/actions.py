"""Signing in and out, setting passwords, and making keys for programs."""

import hashlib
import secrets
from enum import StrEnum

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import reading, writing
from academy.errors import Invalid, NotFound
from academy.people.tables import Person
from academy.sign_in import passwords, rules, sessions
from academy.sign_in.identity import of_person
from academy.sign_in.tables import ApiToken, Password, SignInFailure, SignInSession


class Audited(StrEnum):
    """What this area writes into the audit log."""

    SIGNED_IN = "sign_in:session:open"
    SIGNED_OUT = "sign_in:session:close"
    PASSWORD_SET = "sign_in:password:set"  # noqa: S105 - a word, not a secret
    TOKEN_MADE = "sign_in:token:create"  # noqa: S105
    TOKEN_REVOKED = "sign_in:token:revoke"  # noqa: S105


async def sign_in(*, email: str, password: str, user_agent: str) -> str:
    """Check a password and open a session; returns its token.

    Raises SlowDown after many failures and WrongSignIn otherwise, with the same work for accounts that do not exist.
    """
    address = email.strip().lower()
    account = hashlib.sha256(address.encode()).hexdigest()
    person_id, kept = await _account(address, account)
    if not await passwords.matches(password, kept):
        await SignInFailure.insert(SignInFailure(account=account))
        raise rules.WrongSignIn(fields={"password": rules.WrongSignIn.sentence})
    async with writing():
        await SignInFailure.delete().where(SignInFailure.account == account)
        token = await sessions.open_session(person_id, user_agent)
        await record(
            await of_person(person_id), Audited.SIGNED_IN, Subject("person", person_id), browser=user_agent[:200]
        )
    return token


async def _account(address: str, account: str) -> tuple[int, str | None]:
    """Person and password hash, or (0, None); raises SlowDown."""
    async with reading():
        failures = await SignInFailure.select(SignInFailure.created_at).where(SignInFailure.account == account)
        rules.check_pace([row["created_at"] for row in failures], clock.now())
        found = (
            await Password.select(Password.person, Password.hash)
            .where(Password.person.email == address)
            .where(Password.person.deactivated_at.is_null())
            .first()
        )
    return (found["person"], found["hash"]) if found else (0, None)


async def sign_out(actor: Actor) -> None:
    """End the session of this request."""
    async with writing():
        if actor.session_id is not None:
            await SignInSession.delete().where(SignInSession.id == actor.session_id)
            await record(actor, Audited.SIGNED_OUT, Subject("person", actor.id))


async def set_password(actor: Actor | None, *, person_id: int, password: str) -> None:
    """Set a person's password and end all other sessions of theirs. Raises Invalid when it is too short."""
    if len(password) < rules.SHORTEST_PASSWORD:
        sentence = f"Use at least {rules.SHORTEST_PASSWORD} characters. A few plain words in a row work well."
        raise Invalid(fields={"password": sentence})
    hashed = await passwords.hash_of(password)
    async with writing():
        if not await Person.exists().where(Person.id == person_id):
            raise NotFound()
        await Password.delete().where(Password.person == person_id)
        await Password.insert(Password(person=person_id, hash=hashed, changed_at=clock.now()))
        await SignInSession.delete().where(SignInSession.person == person_id)
        await record(actor, Audited.PASSWORD_SET, Subject("person", person_id))


async def make_token(actor: Actor, *, name: str, scopes: frozenset[Permission]) -> str:
    """A key for a program that acts as `actor` within `scopes`; shown once, kept only as a hash.

    Raises NotByKey.
    """
    _require_password_sign_in(actor)
    token = f"psp_{secrets.token_urlsafe(32)}"
    async with writing():
        row = ApiToken(
            code=new_code(),
            name=name,
            token_hash=sessions.hash_of(token),
            person=actor.id,
            scopes=" ".join(sorted(scopes)),
        )
        made = await ApiToken.insert(row).returning(ApiToken.id)
        await record(actor, Audited.TOKEN_MADE, Subject("api_token", made[0]["id"]), name=name, scopes=row.scopes)
    return token


async def revoke_token(actor: Actor, code: str) -> None:
    """End one of the actor's own tokens at once. Raises NotByKey."""
    _require_password_sign_in(actor)
    async with writing():
        revoked = (
            await ApiToken.update({ApiToken.revoked_at: clock.now()})
            .where(ApiToken.code == code, ApiToken.person == actor.id, ApiToken.revoked_at.is_null())
            .returning(ApiToken.id)
        )
        if not revoked:
            raise NotFound()
        await record(actor, Audited.TOKEN_REVOKED, Subject("api_token", revoked[0]["id"]))


def _require_password_sign_in(actor: Actor) -> None:
    if actor.scopes is not None:
        raise rules.NotByKey()

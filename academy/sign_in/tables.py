"""How people prove who they are: passwords, browser sessions, tokens for programs, and failed tries."""

from piccolo.columns import ForeignKey, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person


class Password(Dated, Table, tablename="password"):
    """The argon2id hash of a person's password."""

    person = ForeignKey(Person, null=False)
    hash = Varchar(length=255, null=False)
    changed_at = Timestamptz(null=True, default=None)


class SignInSession(Dated, Table, tablename="sign_in_session"):
    """A browser that is signed in. Only the SHA-256 of its token is kept."""

    token_hash = Varchar(length=64, null=False)
    person = ForeignKey(Person, null=False)
    seen_at = Timestamptz(null=True, default=None)
    ends_at = Timestamptz(null=True, default=None)
    user_agent = Varchar(length=200, null=False, default="")


class ApiToken(Dated, Table, tablename="api_token"):
    """A program's key: acts as its person, within `scopes` (permission words separated by spaces)."""

    code = Varchar(length=26, null=False)
    name = Varchar(length=80, null=False)
    token_hash = Varchar(length=64, null=False)
    person = ForeignKey(Person, null=False)
    scopes = Text(null=False, default="")
    last_used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class SignInFailure(Dated, Table, tablename="sign_in_failure"):
    """A failed try, for throttling by account. `account` is the SHA-256 of the lower-cased e-mail tried."""

    account = Varchar(length=64, null=False)

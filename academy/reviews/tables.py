"""Rounds of the yearly review, and who was marked in them."""

from piccolo.columns import ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Membership, Site


class ReviewRound(Dated, Table, tablename="review_round"):
    """A look at all accounts of a site; under way until `closed_at`, then signed and never changed.

    `kept`, `ended`, `revoked`: memberships that stayed and ended with it, and roles that were taken back.
    """

    site = ForeignKey(Site, null=False)
    opened_by = ForeignKey(Person, null=False)
    closed_by = ForeignKey(Person, null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    signed_name = Varchar(length=120, null=False, default="")
    statement = Varchar(length=400, null=False, default="")
    kept = Integer(null=False, default=0)
    ended = Integer(null=False, default=0)
    revoked = Integer(null=False, default=0)


class ReviewLeaver(Dated, Table, tablename="review_leaver"):
    """A member who has left; the membership ends when the round is closed."""

    review_round = ForeignKey(ReviewRound, null=False)
    membership = ForeignKey(Membership, null=False)


class ReviewRole(Dated, Table, tablename="review_role"):
    """A role that is not needed any more, by the id of its `role_grant`; it is taken back when the round is closed."""

    review_round = ForeignKey(ReviewRound, null=False)
    role_grant = Integer(null=False)

"""What the public, a holder and the program office see of certificates."""

from certificates.queries.office import OfficeView, office_list, office_view
from certificates.queries.own import CardView, OwnCertificate, card, own_certificates
from certificates.queries.public import PublicView, public_view

__all__ = [
    "CardView",
    "OfficeView",
    "OwnCertificate",
    "PublicView",
    "card",
    "office_list",
    "office_view",
    "own_certificates",
    "public_view",
]

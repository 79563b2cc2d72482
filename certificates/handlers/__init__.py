"""Certificates over HTTP: the public check of one and of many, a holder's own, the program office, coordinators."""

from certificates.handlers import api, batch, expiring, keys, office, own, public, seals

ROUTES = [
    *(*public.ROUTES, *batch.ROUTES, *api.ROUTES),
    *(*own.ROUTES, *office.ROUTES, *seals.ROUTES, *keys.ROUTES, *expiring.ROUTES),
]

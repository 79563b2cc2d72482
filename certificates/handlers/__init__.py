"""Certificates over HTTP: the public check of one and of many, what verifiers look up, a holder's own, the program
office, coordinators.
"""

from certificates.handlers import api, batch, branding, expiring, keys, office, own, public, published, seals

ROUTES = [
    *(*public.ROUTES, *batch.ROUTES, *api.ROUTES, *published.ROUTES),
    *(*own.ROUTES, *office.ROUTES, *seals.ROUTES, *keys.ROUTES, *expiring.ROUTES),
    *branding.ROUTES,
]

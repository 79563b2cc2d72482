"""Certificates over HTTP: the public check, what verifiers look up, a holder's own, the program office."""

from certificates.handlers import office, own, public, published

ROUTES = [*public.ROUTES, *published.ROUTES, *own.ROUTES, *office.ROUTES]

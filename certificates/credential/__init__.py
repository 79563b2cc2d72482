"""The certificate as data: an Open Badge 3.0 (W3C verifiable credential) that programs check without asking us.

It is signed with Ed25519 as eddsa-rdfc-2022, names the exact course version and attempt by digest, and has one place in
a public status list. Nothing here knows accounts or tables; rows are written by certificates.actions.
"""

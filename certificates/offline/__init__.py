"""The check of a certificate's file without the academy: no database, no network, only what was given beforehand.

What must be given is a kit: root certificate, the record log's key, the credential keys, and signed status lists. The
check can be repeated by anybody, for as long as the file and the kit last.
"""

"""Where a request comes from, as coarse as it takes to slow somebody down."""

from ipaddress import ip_address, ip_network


def network_of(address: str) -> str:
    """The network a client is counted in: one household or office, /24 for IPv4, /56 for IPv6."""
    try:
        client = ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(client, "ipv4_mapped", None)
    client = mapped or client
    return str(ip_network((client, 24 if client.version == 4 else 56), strict=False))

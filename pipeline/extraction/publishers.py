"""In whose voice an article speaks: what its reader is told, and what its publisher's national domain tells."""

from typing import NamedTuple
from urllib.parse import urlsplit

# whose voice an article has where nothing tells of another
VOICE = "KAZ"
# countries whose press writes Russian, Kazakh or English for the readers of the region
DOMAINS = {
    "kz": "KAZ", "ru": "RUS", "su": "RUS", "xn--p1ai": "RUS", "рф": "RUS", "uz": "UZB", "kg": "KGZ", "tj": "TJK",
    "tm": "TKM", "az": "AZE", "am": "ARM", "ge": "GEO", "by": "BLR", "ua": "UKR", "md": "MDA", "mn": "MNG", "cn": "CHN",
    "tr": "TUR", "ir": "IRN", "in": "IND", "vn": "VNM", "lv": "LVA", "lt": "LTU", "ee": "EST", "pl": "POL", "rs": "SRB",
}  # fmt: skip


class Voice(NamedTuple):
    """The country in whose voice an article speaks, if its reader is told, and that of its publisher."""

    told: str | None = None
    published_in: str | None = None


def country_of_publisher(url: str | None) -> str | None:
    """The country of an address's national domain; None without an address and for other domains."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    return DOMAINS.get(host.rpartition(".")[2])

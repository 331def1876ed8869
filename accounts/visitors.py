"""Where a request comes from, and the browser it comes from, in words."""

import re
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.translation import gettext as _

__all__ = ["Visitor", "browser_in_words"]

AGENT_LENGTH = 200

# In this order: most browsers also name those that they descend from.
BROWSERS = (
    (r"Whale/", "Whale"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"MicroMessenger/", "WeChat"),
    (r"QQBrowser/", "QQ Browser"),
    (r"KAKAOTALK", "KakaoTalk"),
    (r"Edg(A|iOS)?/", "Edge"),
    (r"OPR/", "Opera"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/", "Chrome"),
    (r"Version/[\d.]+.* Safari/", "Safari"),
)
SYSTEMS = (
    (r"iPhone|iPad", "iOS"),
    (r"Android", "Android"),
    (r"HarmonyOS|OpenHarmony", "HarmonyOS"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux", "Linux"),
)


@dataclass(frozen=True)
class Visitor:
    """The network address and the browser's own description of itself."""

    address: str
    agent: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Visitor":
        """Who sends ``request``; behind proxies as the settings say."""
        return cls(get_adapter().get_client_ip(request), request.headers.get("User-Agent", "")[:AGENT_LENGTH])


def browser_in_words(agent: str) -> str:
    """ "Chrome on Windows" for what a browser says about itself; as much of it as is known."""
    browser = _first(BROWSERS, agent)
    system = _first(SYSTEMS, agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, agent)), "")

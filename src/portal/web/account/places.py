"""Where a sign-in comes from, as far as its owner needs it to know it again: never the whole address."""

import ipaddress
import re

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

_NETWORK_BITS = {4: 24, 6: 48}
# In this order: each later browser also calls itself one of the earlier.
_BROWSERS = (
    ("Edge", re.compile(r"\bEdgA?(?:iOS)?/")),
    ("Opera", re.compile(r"\bOPR/|\bOpera\b")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/")),
    ("Firefox", re.compile(r"\bFirefox/|\bFxiOS/")),
    ("Chrome", re.compile(r"\bChrom(?:e|ium)/|\bHeadlessChrome/|\bCriOS/")),
    ("Safari", re.compile(r"\bSafari/")),
)
_SYSTEMS = (
    ("an iPhone", re.compile(r"\biPhone\b")),
    ("an iPad", re.compile(r"\biPad\b")),
    ("Android", re.compile(r"\bAndroid\b")),
    ("Windows", re.compile(r"\bWindows\b")),
    ("a Mac", re.compile(r"\bMac(?:intosh| OS)\b")),
    ("ChromeOS", re.compile(r"\bCrOS\b")),
    ("Linux", re.compile(r"\bLinux\b")),
)


def browser_of(request: HttpRequest) -> str:
    """Like “Chrome on Windows”; empty where the browser says nothing we know."""
    said = request.headers.get("User-Agent", "")[:400]
    browser = next((name for name, pattern in _BROWSERS if pattern.search(said)), "")
    system = next((name for name, pattern in _SYSTEMS if pattern.search(said)), "")
    return f"{browser or 'A browser'} on {system}" if system else browser


def network_of(request: HttpRequest) -> str:
    """The network of the client's address: /24 of IPv4, /48 of IPv6. Forwarded addresses count as set up only."""
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{address}/{_NETWORK_BITS[address.version]}", strict=False))

"""Tell calls of the portal from anybody else's, with nothing but Python: Standard Webhooks 1.0."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping

TOLERANCE = 300  # seconds


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the portal has just sent ``body``, the bytes as they came in; ``secret`` begins with "whsec_"."""
    sent_at = headers["webhook-timestamp"]
    if abs(time.time() - int(sent_at)) > TOLERANCE:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{sent_at}.".encode() + body
    signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    known = [each.removeprefix("v1,") for each in headers["webhook-signature"].split()]
    return any(hmac.compare_digest(signature, each) for each in known)

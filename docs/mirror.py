"""Keep a copy of the portal that is true at every moment: a file per record, in all languages.

    python3 mirror.py https://portal.example copy/

Run it as often as you like, for instance every minute. It asks for nothing but public addresses and needs nothing but
Python. What the portal withdraws disappears from the copy as well.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

GONE = (404, 410)
UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Read = Callable[[str], dict[str, Any] | None]


def read(address: str) -> dict[str, Any] | None:
    """The JSON at an address; none where something is not, or no longer, to be seen."""
    try:
        with urlopen(address, timeout=60) as answer:  # noqa: S310 -- the operator names the portal
            return json.load(answer)
    except HTTPError as error:
        if error.code in GONE:
            return None
        raise


def mirror(site: str, copy: Path, read: Read = read) -> None:
    """Bring the directory ``copy`` in step with the portal at ``site``."""
    copy.mkdir(parents=True, exist_ok=True)
    place = copy / "since.txt"
    since = place.read_text() if place.exists() else ""
    changed: dict[str, str | None] = {}
    for answer in changes(site, since, read):
        changed |= {change["uid"]: change["api_url"] for change in answer["results"]}
        since = answer["since"]
    touched: set[str] = set()
    for uid, address in changed.items():
        touched |= neighbours(copy, uid)
        touched |= store(copy, uid, read(f"{address}?lang=*") if address else None)
    for uid in touched - changed.keys():
        file = copy / f"{uid}.json"
        if file.exists():
            store(copy, uid, read(json.loads(file.read_text())["api_url"] + "?lang=*"))
    place.write_text(since)


def changes(site: str, since: str, read: Read) -> Iterator[dict[str, Any]]:
    """The pages of the stream of changes after ``since``; the last one says where to go on next time."""
    query = {"page_size": 100, **({"since": since} if since else {})}
    address: str | None = f"{site}/api/v1/changes/?{urlencode(query)}"
    while address:
        page = read(address)
        if page is None:
            raise ValueError(f"{address} is not there")
        yield page
        address = page["next"]


def neighbours(copy: Path, uid: str) -> set[str]:
    """The records of the copy that name ``uid``, and may repeat its title, and those that it names."""
    own = copy / f"{uid}.json"
    named = set(UID.findall(own.read_text())) if own.exists() else set()
    return named | {file.stem for file in copy.glob("*.json") if uid in file.read_text()}


def store(copy: Path, uid: str, record: dict[str, Any] | None) -> set[str]:
    """Keep ``record``, or remove what is gone; the answer are the records it names."""
    file = copy / f"{uid}.json"
    if record is None:
        file.unlink(missing_ok=True)
        return set()
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    file.write_text(text)
    return set(UID.findall(text)) - {uid}


if __name__ == "__main__":
    mirror(sys.argv[1].rstrip("/"), Path(sys.argv[2]))

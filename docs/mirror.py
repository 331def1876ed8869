"""Keep a copy of the portal that is true at every moment: a file per record and per vocabulary, in all languages.

    python3 mirror.py https://portal.example copy/

Run it as often as you like, for instance every minute. It asks for nothing but public addresses and needs nothing but
Python. What the portal withdraws disappears from the copy as well. When the portal has answered enough requests for a
minute, it waits; a token in PORTAL_TOKEN makes that rarer.
"""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

GONE = (404, 410)
TOO_MANY = 429
VOCABULARIES = ("sectors", "places", "glossary", "instruments", "mechanisms")
UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Read = Callable[[str], dict[str, Any] | None]


def read(address: str) -> dict[str, Any] | None:
    """The JSON at an address; none where something is not, or no longer, to be seen."""
    token = os.environ.get("PORTAL_TOKEN")
    request = Request(address, headers={"Authorization": f"Bearer {token}"} if token else {})  # noqa: S310 -- the operator names the portal
    while True:
        try:
            with urlopen(request, timeout=60) as answer:  # noqa: S310 -- as above
                return json.load(answer)
        except HTTPError as error:
            if error.code in GONE:
                return None
            if error.code != TOO_MANY:
                raise
            time.sleep(int(error.headers["Retry-After"]))


def mirror(site: str, copy: Path, read: Read = read) -> None:
    """Bring the directory ``copy`` in step with the portal at ``site``."""
    copy.mkdir(parents=True, exist_ok=True)
    place = copy / "since.txt"
    since = place.read_text() if place.exists() else ""
    addresses = known(copy)
    changed: set[str] = set()
    nodes: set[str] = set()
    affected: set[str] = set()
    latest = since
    for page in changes(site, since, read):
        for change in page["results"]:
            if change["uid"] is None:
                nodes.add(change["slug"])
                continue
            changed.add(change["uid"])
            addresses[change["uid"]] = change["api_url"]
            if since and change["change"] == "released" and change["api_url"]:
                shown_in = change["affected"]
                affected.update(all_of(addresses) if shown_in is None else shown_in)
        latest = page["since"]
    if latest == since:
        return
    # Records repeat the titles of others and the names of nodes: whoever shows what changed is read again.
    touched = {uid for uid, address in addresses.items() if address in affected}
    touched |= {uid for uid in addresses if shown(copy, uid) & (changed | nodes)}
    for uid in sorted(changed):
        touched |= shown(copy, uid) & addresses.keys()
        touched |= store(copy, uid, addresses[uid], read) & addresses.keys()
    for uid in sorted(touched - changed):
        store(copy, uid, addresses[uid], read)
    for name in VOCABULARIES:
        write(copy / f"{name}.json", read(f"{site}/api/v1/{name}/?lang=*"))
    place.write_text(latest)


def changes(site: str, since: str, read: Read) -> Iterator[dict[str, Any]]:
    """The pages of the stream of changes after ``since``; the last one says where to go on next time."""
    query = {"page_size": 100, **({"since": since, "affected": "true"} if since else {})}
    address: str | None = f"{site}/api/v1/changes/?{urlencode(query)}"
    while address:
        page = read(address)
        if page is None:
            raise ValueError(f"{address} is not there")
        yield page
        address = page["next"]


def known(copy: Path) -> dict[str, str | None]:
    """The address of each record in the copy, by its identifier."""
    files = [file for file in copy.glob("*.json") if UID.fullmatch(file.stem)]
    return {file.stem: json.loads(file.read_text())["api_url"] for file in files}


def all_of(addresses: dict[str, str | None]) -> list[str]:
    """All addresses, for a record that is shown in too many places to name them."""
    return [address for address in addresses.values() if address]


def shown(copy: Path, uid: str) -> set[str]:
    """The identifiers and codes of what the copy of the record ``uid`` shows."""
    file = copy / f"{uid}.json"
    return set(named(json.loads(file.read_text()))) - {uid} if file.exists() else set()


def named(value: Any) -> Iterator[str]:
    """Every identifier and code in a record or a part of it."""
    if isinstance(value, dict):
        yield from (str(value[name]) for name in ("uid", "slug") if value.get(name))
        yield from (name for each in value.values() for name in named(each))
    elif isinstance(value, list):
        yield from (name for each in value for name in named(each))


def store(copy: Path, uid: str, address: str | None, read: Read) -> set[str]:
    """Keep the record at ``address``, or remove what is gone; the answer is what it shows."""
    write(copy / f"{uid}.json", read(f"{address}?lang=*") if address else None)
    return shown(copy, uid)


def write(file: Path, data: dict[str, Any] | None) -> None:
    if data is None:
        file.unlink(missing_ok=True)
    else:
        file.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True))


if __name__ == "__main__":
    mirror(sys.argv[1].rstrip("/"), Path(sys.argv[2]))

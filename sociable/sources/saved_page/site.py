"""The site as a whole: what all captures together say of a blog.

A mirror holds a post many times: under its own address, ``?p=12``, ``?replytocom=34``, old slugs, in parts, with pages
of comments, and in listings. The captures are gone through twice: the first time it is noted which post each is of
(``sightings``), the second time the captures of each post are read again and joined (``joining``). So memory holds
some hundred bytes a capture, and one post at a time.

What no page of its own tells of a post (its day, its terms) is taken from listings, and so are posts that have no page
of their own, as far as listings go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from sociable.errors import Problem
from sociable.model import Attachment, Blog, Item, Source
from sociable.sources.saved_page import addresses
from sociable.sources.saved_page.addresses import address
from sociable.sources.saved_page.capture import Captures, at_hand
from sociable.sources.saved_page.conversation import KIND
from sociable.sources.saved_page.joining import Joiner
from sociable.sources.saved_page.registers import most
from sociable.sources.saved_page.sightings import Identity, Listed, Sighting, Site, identity, look_through
from sociable.sources.tally import Warn

Groups = dict[Identity, list[Sighting]]


def read_site(captures: Captures, warn: Warn, where: str = "") -> Iterator[Item]:
    """Yield the blog, its authors, terms and attachments, then its posts and pages, by number and address.

    ``captures`` are a sequence, whose items may be made when they are asked for (each is, twice), or anything that can
    be gone through once: that is laid aside. Where there are pages of several hosts, the blog is that of the host with
    the most posts. What is not recognised, not the blog's, or cut out of texts is counted and said to ``warn``, under
    the name ``where``.
    """
    left_out: Counter[str] = Counter()
    with at_hand(captures) as sequence:
        site = look_through(sequence, left_out)
        groups, listed = _groups(site)
        numbers = {one.key: one.number for one in site.sightings if one.number is not None and one.kind != "attachment"}
        yield _blog(site, where)
        site.registers.settle()
        source = Source(where, None, KIND)
        yield from site.registers.authors(source)
        yield from site.registers.terms(source)
        yield from _attachments(site, numbers)
        joiner = Joiner(sequence, site.registers, site.title, numbers, listed)
        for one, group in sorted(groups.items()):
            if not any(sighting.kind == "attachment" for sighting in group):
                yield joiner.post(group)
            listed.pop(one, None)
        attached = {one.number for one in site.sightings if one.kind == "attachment"}
        for (number, key), found in sorted(listed.items()):
            if (number or key) and number not in attached:
                yield joiner.only_listed(found)
    _say(left_out, "left out", where, warn)
    _say(joiner.cut, "cut out of texts", where, warn)


def _groups(site: Site) -> tuple[Groups, dict[Identity, list[Listed]]]:
    """Return the captures of each post, and what listings say of it: by number, by address where that is all."""
    numbers = {one.key: one.number for one in site.sightings if one.number is not None}
    numbers |= {one.key: one.number for one in site.listed if one.number is not None and one.key}
    groups: Groups = {}
    listed: dict[Identity, list[Listed]] = {}
    for sighting in site.sightings:
        number = sighting.number if sighting.number is not None else numbers.get(sighting.key)
        groups.setdefault(identity(number, sighting.key), []).append(sighting)
    for one in sorted(site.listed, key=lambda one: one.rank, reverse=True):
        listed.setdefault(identity(one.number, one.key), []).append(one)
    return groups, listed


def _blog(site: Site, where: str) -> Blog:
    home = most(site.homes)
    if not home and site.sightings:
        first = address(site.sightings[0].link)
        home = first.url.partition(first.host)[0] + first.host
    return Blog(
        escape(site.title, quote=False),
        home,
        escape(most(site.descriptions), quote=False),
        most(site.languages),
        source=Source(where, None, KIND, home),
    )


def _attachments(site: Site, numbers: dict[str, int]) -> Iterator[Attachment]:
    """Yield each attachment once, below the post that its page links to, or that its address is below."""
    seen: set[Identity] = set()
    for attachment, link in sorted(site.attachments, key=lambda found: (found[0].id or 0, found[0].url)):
        here = address(attachment.link)
        one = identity(attachment.id, here.key)
        if one not in seen:
            seen.add(one)
            linked = numbers.get(address(link).key) if link else None
            yield replace(attachment, parent=linked or numbers.get(addresses.above(here)))


def _say(counts: Counter[str], what: str, where: str, warn: Warn) -> None:
    """Say how often each thing happened."""
    said = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()) if count)
    if said:
        warn(Problem(f"{what}: {said}", where, level="warning"))

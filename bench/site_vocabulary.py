"""The vocabulary of the site to measure with: ten principles, twelve organisations, forty authors; all are invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bench.site_texts import PLAIN_WORDS, WRITTEN, paragraph, words

PLACES = (
    "Alderbrook Birchmere Cawsden Dunholt Eastermoor Fennick Garrowby Hesselmouth Inglefleet Kelderby Lowmarsh "
    "Merrowick"
).split()
ROLES = ("web team", "front desk", "library desk", "communications desk")
STAGES = ("trying it", "under way", "everyday")
FOUNDED = date(2006, 4, 1)


@dataclass(frozen=True, slots=True)
class Person:
    """An author: where they have been, as ``(organisation, since)``, the earlier first."""

    id: str
    name: str
    stays: tuple[tuple[str, date], ...]


def principles() -> tuple[str, ...]:
    """The ids of the ten principles."""
    return tuple(f"{side}-{number}" for side in ("outside", "inside") for number in range(1, 6))


def organisations() -> dict[str, str]:
    """The organisations' names by their ids."""
    kinds = ("Council", "Council", "Hospitals")
    return {f"{place.lower()}-{kinds[at % 3].lower()}": f"{place} {kinds[at % 3]}" for at, place in enumerate(PLACES)}


def people(count: int = 40) -> tuple[Person, ...]:
    """The authors; every fifth moved to another organisation once."""
    bodies = list(organisations())
    found = []
    for at in range(count):
        place, role = PLACES[at % len(PLACES)], ROLES[at // len(PLACES) % len(ROLES)]
        stays = [(bodies[at % len(bodies)], FOUNDED)]
        if at % 5 == 0:
            stays.append((bodies[(at + 5) % len(bodies)], date(2014 + at % 7, 3, 1)))
        found.append(Person(f"{place} {role}".lower().replace(" ", "-"), f"{place} {role}", tuple(stays)))
    return tuple(found)


def files(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield path below the content folder and text of every page of the vocabulary."""
    for name in principles():
        title = f"{' '.join(chance.choices(PLAIN_WORDS, k=3)).capitalize()} {name[-1]}"
        yield f"principles/{name}.md", _page({"Title": title, "Summary": f"{words(WRITTEN, chance, 9)}."}, chance)
    for name, title in organisations().items():
        headers = {
            "Title": title,
            "Kind": "NHS" if title.endswith("Hospitals") else "Council",
            "URL": f"https://{name}.example",
            "Summary": f"{words(WRITTEN, chance, 9)}.",
            **{key.capitalize(): _claim(name, chance) for key in chance.sample(principles(), 6)},
        }
        yield f"organisations/{name}.md", _page(headers, chance)
    for person in people():
        yield f"authors/{person.id}.md", _page({"Title": person.name, "Affiliations": _stays(person)}, chance)


def _claim(organisation: str, chance: random.Random) -> str:
    since = f"{chance.randrange(2012, 2026)}-{chance.randrange(1, 13):02}"
    evidence = f"https://{organisation}.example/{chance.choice(PLAIN_WORDS)}"
    return f"{chance.choice(STAGES)} since {since} | {' '.join(chance.choices(PLAIN_WORDS, k=9))}. | {evidence}"


def _stays(person: Person) -> str:
    ends = [since.replace(day=1).toordinal() - 1 for _, since in person.stays[1:]]
    until = [*(date.fromordinal(end).isoformat() for end in ends), ""]
    stays = zip(person.stays, until, strict=True)
    return " ".join(f"{name} {since} to {end}".rstrip() + ";" for (name, since), end in stays)


def _page(headers: dict[str, str], chance: random.Random) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in headers.items())
    return f"{head}\n{paragraph(0, WRITTEN, chance)}\n\n{paragraph(0, WRITTEN, chance)}\n"

"""Where the posts and pages of an archive stood in the old blog: by path, number and slug, to the path each has now.

Of a large blog this is the larger part of what answering for its addresses needs in memory. Whoever has no memory for
it gives another ``table`` than a dictionary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, MutableMapping

from sociable.archive.homes import Homes, Located, locate, path_key
from sociable.archive.media import with_parents
from sociable.archive.names import fold
from sociable.model import Page, Post

Paths = MutableMapping[str, str]


class Stood:
    """What is asked for, by key, to the path of a post or page: ``at`` a path, by ``number``, by ``slug`` where no
    other has that; ``posts`` are the paths of posts alone, ``comments`` the entries by the numbers of their comments.

    ``entries`` are walked over once or twice; an entry's own link counts more than a path that it has now.
    """

    def __init__(self, entries: Iterable[Post], homes: Homes, table: Callable[[], Paths] = dict) -> None:
        self.at, self.posts, self.number, self.slug, self.comments = (table() for _ in range(5))
        self._homes = homes
        self._parents: set[str] = set()
        self._shared: set[str] = set()
        moved = sum(map(self._take, entries))
        for entry in entries if moved else ():
            self._put(path_key(entry.path), entry.path)
        for slug in self._shared:
            del self.slug[slug]

    def is_folder(self, path: str) -> bool:
        """Whether ``path`` is one at which, or below which, an entry stood, so that no file can have it."""
        return path in self._parents or path in self.at

    def _take(self, entry: Post) -> bool:
        """Note all of an entry but the path that it has now; say whether that is another than its link's."""
        now = path_key(entry.path)
        link = key_of(entry.link, self._homes)
        if link:
            self._put(link, entry.path)
        if not isinstance(entry, Page):
            self.posts[now] = entry.path
        if entry.id is not None:
            self.number[str(entry.id)] = entry.path
        for slug in {entry.slug, *entry.old_slugs} - {""}:
            if self.slug.setdefault(fold(slug), entry.path) != entry.path:
                self._shared.add(fold(slug))
        for comment in entry.comments:
            self.comments[str(comment.id)] = entry.path
        return link != now

    def _put(self, key: str, path: str) -> None:
        self.at.setdefault(key, path)
        own, *parents = with_parents(key)
        self._parents.update(parents if own == key else (own, *parents))


def key_of(link: str, homes: Homes) -> str:
    """The path that a thing had in the old blog; empty where it was reached by its number only."""
    located = locate(link)
    below = homes.below(located) if located else None
    return below.key if below and not below.query else ""


def home_of(entry: Post) -> str:
    """The home that an entry's link has, when its own path is taken off; empty if it does not end with that."""
    located: Located | None = locate(entry.link)
    if located is None or located.query:
        return ""
    key, own = located.key, path_key(entry.path)
    at_its_end = key == own or key.endswith(f"/{own}")
    return f"http://{located.host}/{key.removesuffix(own)}" if at_its_end else ""


def home_of_most(homes: Counter[str]) -> tuple[str, ...]:
    """The home that more than half of all entries show, of what :func:`home_of` says of each."""
    shown = Counter({home: count for home, count in homes.items() if home})
    return tuple(home for home, count in shown.most_common(1) if count * 2 > homes.total())

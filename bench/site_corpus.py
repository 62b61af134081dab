"""Makes whole content folders to measure sites with: seeded, so that the same size gives the same bytes.

One archive of N posts spread evenly over sixteen years, with five comments each on average (a third of them replies,
one in 25 a pingback), filed by principles and organisations in its ``tags.csv``; a tenth as many posts of the shared
blog, every third with a conversation; the vocabulary, tags and the site's pages. It is written and sealed by the
library's own writers, as an import writes it, and no export is read: ten thousand posts take seconds.

    python -m bench.site_corpus FOLDER [--posts N]
"""

from __future__ import annotations

import argparse
import random
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench import site_texts as texts
from bench import site_vocabulary as vocabulary
from bench.bodies import HOME
from bench.corpus import COMMENTS, FIRST, SPAN
from bench.site_texts import ARCHIVED, WRITTEN, Voice
from sociable import contentfile
from sociable.archive.folder import ABOUT, ACCOUNT, AUTHORS, FILES, MEDIA, POSTS, TERMS
from sociable.archive.folder import COMMENTS as CONVERSATIONS
from sociable.importing.staging import Staging, staged
from sociable.model import About, Attachment, Author, Comment, Post, Term
from sociable.tagging import tags
from sociable.tagging.tags import Tag

NAME = "measured"
BLOG_FIRST = datetime(2024, 1, 2, 9, 30, tzinfo=UTC)
BLOG_SPAN = timedelta(days=1000)
BLOG_TAGS = [f"{word} talk" for word in sorted(set(texts.PLAIN_WORDS))[:60]]
PAGES = {"about": "About", "privacy": "Privacy", "accessibility": "Accessibility", "write-for-the-blog": "Write here"}
PICTURE_SIZE = (300, 200)


def write(content: Path, posts: int = 10_000, *, seed: int = 1) -> Path:
    """Write a content folder with ``posts`` archived posts and a tenth as many of the blog."""
    chance = random.Random(seed)  # noqa: S311 - a corpus, no secret
    for path, text in (*vocabulary.files(chance), *_pages(chance), *_blog(max(1, posts // 10), chance)):
        target = content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    folder = content / "archive" / NAME
    decided: list[Tag] = []
    with staged(folder, dry_run=False) as staging:
        _registers(staging)
        dealt = _Comments(chance)
        for number in range(1, posts + 1):
            post = _archived(number, _moment(FIRST + SPAN * number / posts), dealt, chance)
            stem = f"{post.date:%Y-%m-%d}-{post.slug}"
            staging.write(f"{POSTS}/{stem}.md", contentfile.dump_post(post))
            if post.comments:
                staging.write(f"{CONVERSATIONS}/{stem}.md", contentfile.dump_conversation(post.comments))
            decided.extend(_decided(post, chance))
        staging.commit()
    tags.write(folder, decided)
    return content


class _Comments:
    """Deals out how many comments each post has: of every twenty posts a hundred."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._left: list[int] = []

    def deal(self) -> int:
        """How many the next post has."""
        self._left = self._left or self._chance.sample(COMMENTS, len(COMMENTS))
        return self._left.pop()


def _moment(when: datetime) -> datetime:
    return when.replace(microsecond=0)


def _slug(number: int, chance: random.Random) -> str:
    return "-".join((*chance.choices(texts.PLAIN_WORDS, k=3), str(number)))


def _title(voice: Voice, number: int, chance: random.Random) -> str:
    words = texts.words(voice, chance, 6)
    return f"{words[:1].upper()}{words[1:]} {number}"


def _archived(number: int, when: datetime, dealt: _Comments, chance: random.Random) -> Post:
    slug = _slug(number, chance)
    path = f"{when:%Y/%m/%d}/{slug}/"
    terms = sorted({number % 80, number * 7 % 80, number * 13 % 80})
    return Post(
        id=number,
        title=_title(ARCHIVED, number, chance),
        body=texts.body(number, ARCHIVED, chance),
        slug=slug,
        path=path,
        link=f"{HOME}/{path}",
        date=when,
        authors=(f"author-{number % 20}",),
        categories=(f"c{number % 9}",),
        tags=tuple(f"t{term}" for term in terms),
        image=f"{HOME}/{texts.image(number)}" if number % 6 == 0 else "",
        comments_open=True,
        comments=tuple(_conversation(number * 100, when, dealt.deal(), ARCHIVED, chance)),
    )


def _conversation(first: int, when: datetime, count: int, voice: Voice, chance: random.Random) -> Iterator[Comment]:
    for place in range(count):
        number = first + place
        yield Comment(
            id=number,
            author=f"Reader {number % 97}",
            body=texts.comment(voice, chance),
            date=when + timedelta(hours=place + 1),
            parent=number - 1 if place and chance.random() < 1 / 3 else None,
            type="pingback" if chance.random() < 1 / 25 else "comment",
            url=f"http://reader-{number % 97}.example/" if chance.random() < 1 / 2 else "",
        )


def _decided(post: Post, chance: random.Random) -> Iterator[Tag]:
    """Six posts in ten are filed by principles, half of these by staff, and every fourth by an organisation too."""
    if chance.random() < 6 / 10:
        principles = tuple(sorted(chance.sample(vocabulary.principles(), chance.randrange(1, 3))))
        whose = (chance.choice(list(vocabulary.organisations())),) if chance.random() < 1 / 4 else None
        by_staff = chance.random() < 1 / 2
        yield Tag(
            post.path, principles, whose, "staff" if by_staff else "applied", date(2026, 3, 2) if by_staff else None
        )


def _registers(staging: Staging) -> None:
    """Write what the archive says of itself, its authors (half of whom write on the blog too), terms and files."""
    known = [person.name for person in vocabulary.people()]
    authors = [
        Author(f"author-{at}", known[at * 2] if at < 10 else f"Old team {at}", number=at + 1) for at in range(20)
    ]
    terms = [Term("category", f"c{at}", f"Category {at}", number=at + 1) for at in range(9)]
    terms += [Term("post_tag", f"t{at}", f"Tag {at}", number=at + 10) for at in range(80)]
    pictures = [
        Attachment(
            1_000_000 + at, f"{HOME}/{texts.image(at)}", f"Photograph {at}", mime="image/png", path=texts.image(at)
        )
        for at in range(texts.PICTURES)
    ]
    first, last = FIRST.date(), (FIRST + SPAN).date()
    about = About(
        "Measured",
        url=HOME,
        description="A blog to measure with",
        organisation=next(iter(vocabulary.organisations())),
        language="en-GB",
        first=first,
        last=last,
        captured=date(2024, 1, 1),
        body="It is invented, and kept to measure with.",
    )
    staging.write(ABOUT, contentfile.dump_about(about))
    staging.write(ACCOUNT, "## Where it comes from\n\nIt was made to measure with.\n")
    staging.write(AUTHORS, contentfile.dump_authors(authors))
    staging.write(TERMS, contentfile.dump_terms(terms))
    staging.write(MEDIA, contentfile.dump_media(pictures))
    with tempfile.TemporaryDirectory() as folder:
        for at, picture in enumerate(pictures):
            path = Path(folder, f"{at}.png")
            path.write_bytes(png(at))
            staging.copy(path, f"{FILES}/{picture.path}")


def _blog(posts: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield path and text of the blog's posts and conversations."""
    dealt, people = _Comments(chance), vocabulary.people()
    for number in range(1, posts + 1):
        when = _moment(BLOG_FIRST + BLOG_SPAN * number / posts)
        stem = f"{when:%Y-%m-%d}-{_slug(number, chance)}"
        authors = chance.sample(people, 1 if chance.random() < 3 / 4 else 2)
        principles = chance.sample(vocabulary.principles(), chance.randrange(1, 3))
        headers = {
            "Title": _title(WRITTEN, number, chance),
            "Date": f"{when:%Y-%m-%d %H:%M}",
            "Authors": " ".join(f"{person.name};" for person in authors),
            "Principles": ", ".join(principles),
            "Tags": ", ".join(chance.sample(BLOG_TAGS, chance.randrange(1, 5))),
            "Summary": f"{texts.words(WRITTEN, chance, 16)}.",
        }
        head = "".join(f"{key}: {value}\n" for key, value in headers.items())
        yield f"blog/{stem}.md", f"{head}\n{texts.body(number, WRITTEN, chance)}\n"
        if number % 3 == 0 and (comments := list(_conversation(1, when, dealt.deal(), WRITTEN, chance))):
            yield f"blog/comments/{stem}.md", contentfile.dump_conversation(comments)


def _pages(chance: random.Random) -> Iterator[tuple[str, str]]:
    for name, title in PAGES.items():
        yield f"pages/{name}.md", f"Title: {title}\n\n{texts.body(1, WRITTEN, chance)}\n"


def png(number: int) -> bytes:
    """A picture of one colour and some noise: https://www.w3.org/TR/png-3/, 8 bits grey."""
    width, height = PICTURE_SIZE
    chance = random.Random(number)  # noqa: S311 - a corpus, no secret
    line = b"\0" + chance.randbytes(width)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(line * height, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main(argv: Sequence[str] | None = None) -> int:
    """Write a content folder; return 2 if there is something already."""
    described = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=described)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=10_000, metavar="N", help="default: 10,000")
    options = parser.parse_args(argv)
    if options.folder.exists():
        print(f"{options.folder} is there already", file=sys.stderr)
        return 2
    write(options.folder, options.posts)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""What is read of a WXR file: records (its channel, authors, terms, comments and items), each a set of named texts.

WXR (WordPress eXtended RSS, 1.0 to 1.2) is RSS 2.0 with elements of WordPress's own; it has no specification but
``wp-admin/includes/export.php`` of WordPress. Names are given as WordPress writes them (``wp:post_id``), whatever
prefix and whichever version of the namespace a file uses. Only the elements in :data:`FIELDS` are read, so that an IP
address or the description of a co-author never gets past this point.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

RECORDS_IN = {
    "": frozenset({"rss"}),
    "rss": frozenset({"channel"}),
    "channel": frozenset({"wp:author", "wp:category", "wp:tag", "wp:term", "item"}),
    "item": frozenset({"wp:comment", "wp:postmeta"}),
}
"""The records that are read, by the record they stand in."""

FIELDS = {
    record: frozenset(names.split())
    for record, names in {
        "rss": "",
        "channel": "title link description language wp:wxr_version wp:base_site_url wp:base_blog_url",
        "wp:author": "wp:author_id wp:author_login wp:author_email wp:author_display_name wp:author_first_name"
        " wp:author_last_name",
        "wp:category": "wp:term_id wp:category_nicename wp:category_parent wp:cat_name wp:category_description",
        "wp:tag": "wp:term_id wp:tag_slug wp:tag_name wp:tag_description",
        "wp:term": "wp:term_id wp:term_taxonomy wp:term_slug wp:term_parent wp:term_name wp:term_description",
        "item": "title link pubDate dc:creator wp:author guid content:encoded excerpt:encoded wp:post_id"
        " wp:post_date wp:post_date_gmt wp:post_modified wp:post_modified_gmt wp:comment_status wp:post_name"
        " wp:status wp:post_parent wp:menu_order wp:post_type wp:post_password wp:is_sticky wp:attachment_url"
        " category",
        "wp:comment": "wp:comment_id wp:comment_author wp:comment_author_email wp:comment_author_url"
        " wp:comment_date wp:comment_date_gmt wp:comment_content wp:comment_approved wp:comment_type"
        " wp:comment_parent wp:comment_user_id",
        "wp:postmeta": "wp:meta_key wp:meta_value",
    }.items()
}
"""The texts that are read, by the record they stand in."""

SURVEYED = {
    **{name: texts for name, texts in FIELDS.items() if name != "wp:comment"},
    "item": frozenset({"title", "wp:post_name", "wp:post_type"}),
}
"""The texts that are read to learn who the authors and terms of an export are."""

OUTSIDE_ITEMS = {name: texts for name, texts in SURVEYED.items() if name not in ("item", "wp:postmeta")}
"""The same where no item declares an author."""

AS_STORED = frozenset({"content:encoded", "excerpt:encoded", "wp:comment_content", "wp:meta_value", "wp:post_password"})
"""The texts whose white space is kept at both ends."""

META_KEYS = frozenset(
    {
        "_thumbnail_id",
        "_wp_old_slug",
        "_wp_attached_file",
        "_wp_attachment_metadata",
        "_wp_attachment_image_alt",
        "cap-user_login",
        "cap-linked_account",
        "footnotes",
    }
)
"""The post metadata that is read, besides that of what was embedded."""

EMBEDDED = "_oembed_"
"""How the keys of post metadata begin in which WordPress keeps what other sites gave for an address."""

_NUMBER = re.compile(r"0*[1-9][0-9]{0,17}")
_ORDER = re.compile(r"-?[0-9]{1,9}")


class Category(NamedTuple):
    """A term that an item is filed under: its taxonomy, slug (or an empty string) and name."""

    domain: str
    nicename: str
    name: str


@dataclass(slots=True)
class Record:
    """A part of a WXR file. ``lines`` has the line of each text in ``texts``; ``line`` is that of its start tag."""

    name: str
    line: int
    texts: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    categories: list[Category] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return the text called ``name``, or an empty string."""
        return self.texts.get(name, "")

    def line_of(self, name: str) -> int:
        """Return the line of the text called ``name``, or else that of the record."""
        return self.lines.get(name, self.line)

    def number(self, name: str) -> int | None:
        """Return the positive number in the text called ``name``; ``None`` for 0, which WordPress writes for none."""
        return number(self.text(name))

    def order(self, name: str) -> int:
        """Return the number, maybe negative, in the text called ``name``, or 0."""
        text = self.text(name)
        return int(text) if _ORDER.fullmatch(text) else 0

    def metadata(self, key: str) -> list[str]:
        """Return the values that the item has for a key of its post metadata, in order."""
        return [value for name, value in self.meta if name == key]


def number(text: str) -> int | None:
    """Return the positive number that ``text`` is, or ``None``."""
    return int(text) if _NUMBER.fullmatch(text) else None

"""What the shared blog may speak of, and whether it does: principles, organisations, authors, and strict reading.

Each has a page in ``content/``; a page's file name is its id. People refer to them by id or name. What they write
is read against this vocabulary, and every slip comes back with file, line and how to mend it.
"""

from sociable.vocabulary.articles import check_slugs, load_article, load_conversation, load_page
from sociable.vocabulary.folder import examine, read
from sociable.vocabulary.lookup import Vocabulary
from sociable.vocabulary.pages import PRINCIPLES, Organisation, Principle, Profile, Side
from sociable.vocabulary.progress import STAGES, Since, Statement

__all__ = [
    "PRINCIPLES",
    "STAGES",
    "Organisation",
    "Principle",
    "Profile",
    "Side",
    "Since",
    "Statement",
    "Vocabulary",
    "check_slugs",
    "examine",
    "load_article",
    "load_conversation",
    "load_page",
    "read",
]

"""What stock Pelican lacks of the site to measure: comments below posts, and listings by anything but its own kinds.

Markdown is rendered by one instance of Python-Markdown, pages, their division and feeds are Pelican's own writer's.
"""

import json
from pathlib import Path

from markdown import Markdown
from pelican import signals
from pelican.generators import Generator

_EXTENSIONS = ["extra"]


class Listings(Generator):
    """Writes every listing, with its feed, and the pages that lead to them."""

    def generate_output(self, writer):
        """Hand all to Pelican's writer."""
        engine = Markdown(extensions=_EXTENSIONS, output_format="html")
        articles = self.context["articles"]
        names = json.loads(Path(self.path, "names.json").read_text(encoding="utf-8"))
        groups, feeds = _groups(articles)
        for path, (_, body) in names["named"].items():
            if not path.startswith(names["home"]):
                groups.setdefault(path, [])
            names["named"][path][1] = engine.reset().convert(body)
        for path, listed in groups.items():
            title, text = names["named"].get(path, (path, ""))
            self._listing(writer, path, listed, title=title, text=text)
        for path in feeds:
            writer.write_feed(groups[path], self.context, f"{path}feed.atom", feed_title=path)
        archived = [article for article in articles if article.more["archived"]]
        writer.write_feed(archived, self.context, f"{names['home']}feed.atom", feed_title=names["home"])
        counts = {path: len(listed) for path, listed in groups.items()}
        for path in (*names["indexes"], names["home"]):
            below = {one: count for one, count in counts.items() if one.startswith(path)}
            self._page(writer, f"{path}index.html", "index", title=path, below=below, latest=archived[:10])
        living = [article for article in articles if not article.more["archived"]]
        self._page(writer, "index.html", "index", title="", below={}, latest=living[:3] + archived[:2])
        self._page(writer, "404.html", "index", title="Not found", below={}, latest=[])

    def _listing(self, writer, path, listed, **more):
        template = self.get_template("listing")
        paginated = {"articles": listed}
        more |= {"articles": listed, "names": self.context["names"]}
        writer.write_file(
            f"{path}index.html", template, self.context, paginated=paginated, template_name="listing", url=path, **more
        )

    def _page(self, writer, path, template, **more):
        writer.write_file(path, self.get_template(template), self.context, **more)


def _groups(articles):
    """The articles of every listing, newest first, and which listings have feeds."""
    groups, feeds = {}, {}
    for article in articles:
        for path in article.more["listings"]:
            groups.setdefault(path, []).append(article)
        feeds |= dict.fromkeys(article.more["fed"])
    return groups, feeds


def read_beside(generator):
    """Read what lies beside each article, and render its comments."""
    engine = Markdown(extensions=_EXTENSIONS, output_format="html")
    names = json.loads(Path(generator.path, "names.json").read_text(encoding="utf-8"))["named"]
    generator.context["names"] = {path: name for path, (name, _) in names.items()}
    neighbours = {}
    for article in generator.articles:
        article.more = json.loads(Path(f"{article.source_path}.json").read_text(encoding="utf-8"))
        for comment in article.more["comments"]:
            _render(comment, engine)
        later = neighbours.get(article.more["archived"])
        article.later, article.earlier = later, None
        if later:
            later.earlier = article
        neighbours[article.more["archived"]] = article


def _render(comment, engine):
    comment["html"] = engine.reset().convert(comment["body"])
    for answer in comment["answers"]:
        _render(answer, engine)


def listings(pelican):
    """What Pelican asks for with ``get_generators``."""
    return Listings


def register():
    """Plug in."""
    signals.article_generator_finalized.connect(read_beside)
    signals.get_generators.connect(listings)

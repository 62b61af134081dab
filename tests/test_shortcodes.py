"""Shortcodes are found and read as WordPress finds and reads them, and media are shown accessibly."""

from __future__ import annotations

import pytest

from sociable.markup.code_shortcodes import settle_code
from sociable.markup.embed_shortcodes import embed_addresses
from sociable.markup.embed_shortcodes import handlers as embed_handlers
from sociable.markup.holes import close
from sociable.markup.media_shortcodes import Surroundings, handlers
from sociable.markup.shortcodes import Attributes, attributes, expand, unknown
from sociable.model import Attachment, ImageSize


def shout(given: Attributes, content: str) -> str:
    pairs = ",".join(f"{key}={value}" for key, value in given.named.items())
    return f"<{pairs}|{','.join(given.positional)}|{content}>"


FOUND = {
    "alone": ("a [x] b", "a <||> b"),
    "with values": ("""[x a="1" B='2' c=3]""", "<a=1,b=2,c=3||>"),
    "with bare words": ("[x one \"two words\" 'three']", "<|one,two words,three|>"),
    "with content": ("[x]in <b>it</b>[/x]", "<||in <b>it</b>>"),
    "closing itself": ("[x /] [x a=1/]", "<||> <a=1||>"),
    "an address as value": ("[x=http://a.b/c]", "<|=http://a.b/c|>"),
    "a slash in an address": ("[x http://a.b/c/]", "<|http://a.b/c|>"),
    "an end tag belongs to the first": ("[x]1[/x][x]2[/x]", "<||1><||2>"),
    "one without its end tag": ("[x] then [x]2[/x]", "<|| then [x]2>"),
    "escaped": ("[[x]] and [[x a=1]]", "[x] and [x a=1]"),
    "escaped with content": ("[[x a=1]b[/x]] c", "[x a=1]b[/x] c"),
    "half escaped": ("[[x] [x]]", "[<||> <||>]"),
    "another's name": ("[xy] [x-y] [y]", "[xy] [x-y] [y]"),
    "inside a tag": ('<a title="[x]">[x]</a>', '<a title="[x]"><||></a>'),
    "inside a comment": ("<!-- [x] -->[x]", "<!-- [x] --><||>"),
    "a value with a tag in it": ("""[x a="<b class='c'>d</b>"]""", "<a=<b class='c'>d</b>||>"),
    "backslashes": (r"""[x a="b\'c"]""", "<a=b'c||>"),
    "a no-break space between values": ("[x a=1\xa0b=2]", "<a=1,b=2||>"),
    "never ending": ("[x a=1", "[x a=1"),
}


@pytest.mark.parametrize(("text", "shown"), FOUND.values(), ids=FOUND)
def test_shortcodes_are_found(text: str, shown: str) -> None:
    assert expand(text, {"x": shout}) == shown


def test_values_are_found_by_any_of_their_keys() -> None:
    given = attributes('a="1" b=2')
    assert (given.get("c", "b"), given.get("c"), given.get("c", default="d")) == ("2", "", "d")


UNKNOWN = {
    "values": ('[form to="x"]', ("form",)),
    "an end tag": ("[box]text[/box]", ("box",)),
    "words in brackets": ("[sic] [1] [see above] a[i]=b", ()),
    "a known one": ('[caption id="x"]y[/caption]', ()),
}


@pytest.mark.parametrize(("text", "names"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_looks_like_a_shortcode_is_named(text: str, names: tuple[str, ...]) -> None:
    assert unknown(text, {"caption": shout}) == names


@pytest.mark.parametrize(
    "text", ["[[[[" * 250_000, "[x " * 100_000, "[x]" * 100_000, "<[" * 100_000, "[x a=" * 50_000 + "]"]
)
def test_hostile_brackets_take_linear_time(text: str) -> None:
    assert expand(text, {"x": lambda given, content: ""}).count("x") <= text.count("x")


def image(number: int, **more: object) -> Attachment:
    values: dict[str, object] = {
        "id": number,
        "url": f"http://blog.example/files/{number}.jpg",
        "link": f"http://blog.example/image-{number}/",
        "mime": "image/jpeg",
        "alt": f"Alt {number}",
        "sizes": (
            ImageSize("thumbnail", f"{number}-150x150.jpg", 150, 150),
            ImageSize("medium", f"{number}-300x200.jpg", 300, 200),
        ),
    }
    return Attachment(**{**values, **more})  # type: ignore[arg-type]


IMAGES = {number: image(number, parent=7, menu_order=-number, caption=f"It's {number}") for number in (1, 2, 3)}
SOUND = Attachment(9, "http://blog.example/files/song.mp3", title="A song", mime="audio/mpeg", parent=7)
AROUND = Surroundings({**IMAGES, 9: SOUND, 4: image(4, parent=8, sizes=())}, (*IMAGES.values(), SOUND), post=7)


def shown(text: str, around: Surroundings = AROUND) -> str:
    return expand(text, handlers(around, lambda inner: inner))


def sources(html: str) -> list[str]:
    return [
        part.partition('"')[0].rpartition("/")[2] for part in html.split(' src="')[1:] or html.split('<img src="')[1:]
    ]


GALLERIES = {
    "the post's own, in menu order": ("[gallery]", ["3-150x150.jpg", "2-150x150.jpg", "1-150x150.jpg"]),
    "by id": ('[gallery order="ASC" orderby="ID"]', ["1-150x150.jpg", "2-150x150.jpg", "3-150x150.jpg"]),
    "backwards": ('[gallery orderby="ID" order="DESC"]', ["3-150x150.jpg", "2-150x150.jpg", "1-150x150.jpg"]),
    "named, in the order given": ('[gallery ids="2,1"]', ["2-150x150.jpg", "1-150x150.jpg"]),
    "named, one unknown": ('[gallery ids="2,99"]', ["2-150x150.jpg"]),
    "included": ('[gallery include="3"]', ["3-150x150.jpg"]),
    "without some": ('[gallery exclude="3, 1"]', ["2-150x150.jpg"]),
    "of another post, without small copies": ('[gallery id="8"]', ["4.jpg"]),
    "in another size": ('[gallery ids="1" size="medium"]', ["1-300x200.jpg"]),
    "in a size that is not there": ('[gallery ids="1" size="large"]', ["1.jpg"]),
    "no image": ('[gallery ids="9"]', []),
}


@pytest.mark.parametrize(("text", "files"), GALLERIES.values(), ids=GALLERIES)
def test_a_gallery_shows_the_images_that_wordpress_would(text: str, files: list[str]) -> None:
    assert sources(shown(text)) == files


def test_a_gallery_is_figures_with_small_images_links_and_captions() -> None:
    assert shown('[gallery ids="1" columns="4"]') == (
        '<div class="gallery gallery-columns-4"><figure class="gallery-item"><a href="http://blog.example/image-1/">'
        '<img src="http://blog.example/files/1-150x150.jpg" alt="Alt 1" width="150" height="150"></a>'
        "<figcaption>It&#8217;s 1</figcaption></figure>\n</div>"
    )


LINKS = {
    "the image's page": ('[gallery ids="1"]', 'href="http://blog.example/image-1/"'),
    "the file": ('[gallery ids="1" link="file"]', 'href="http://blog.example/files/1.jpg"'),
    "nowhere": ('[gallery ids="1" link="none"]', None),
}


@pytest.mark.parametrize(("text", "link"), LINKS.values(), ids=LINKS)
def test_a_gallery_links_as_it_was_told(text: str, link: str | None) -> None:
    html = shown(text)
    assert link in html if link else "href" not in html


CAPTIONS = {
    "the caption in the content": (
        '[caption width="9" align="alignleft"]<a href="b"><img src="a"></a> It <em>is</em>[/caption]',
        '<figure class="wp-caption alignleft"><a href="b"><img src="a"></a><figcaption>It <em>is</em></figcaption></figure>',
    ),
    "the caption as a value": (
        '[wp_caption caption="Words" width="9"]<img src="a">[/wp_caption]',
        '<figure class="wp-caption alignnone"><img src="a"><figcaption>Words</figcaption></figure>',
    ),
    "words before the image": (
        '[caption width="9"]Before <img src="a" /> after[/caption]',
        '<figure class="wp-caption alignnone"><img src="a" /><figcaption>Before after</figcaption></figure>',
    ),
    "no caption": ('[caption width="9"]<img src="a">[/caption]', '<img src="a">'),
    "no image": ('[caption width="9"]words[/caption]', "words"),
}


@pytest.mark.parametrize(("text", "html"), CAPTIONS.values(), ids=CAPTIONS)
def test_a_caption_is_a_figure(text: str, html: str) -> None:
    assert shown(text) == html


PLAYERS = {
    "src": ('[audio src="http://a.b/c.mp3"]', ["http://a.b/c.mp3"]),
    "a bare address": ("[audio http://a.b/c.mp3]", ["http://a.b/c.mp3"]),
    "the old form": ("[audio http://a.b/c.mp3|titles=x|width=180]", ["http://a.b/c.mp3"]),
    "by type": ('[video mp4="http://a.b/c.mp4" webm="http://a.b/c.webm"]', ["http://a.b/c.mp4", "http://a.b/c.webm"]),
    "the post's own": ("[audio]", ["http://blog.example/files/song.mp3"]),
    "none": ("[video]", []),
}


@pytest.mark.parametrize(("text", "files"), PLAYERS.values(), ids=PLAYERS)
def test_a_player_names_its_files(text: str, files: list[str]) -> None:
    html = shown(text)
    assert [part.partition('"')[0] for part in html.split('<source src="')[1:]] == files


def test_a_playlist_is_a_list_of_links() -> None:
    assert shown("[playlist]") == '<ol><li><a href="http://blog.example/files/song.mp3">A song</a></li></ol>'


EMBEDS = {
    "embed": ("[embed]http://youtu.be/x[/embed]", "http://youtu.be/x"),
    "embed with a size": ('a [embed width="9"] http://vimeo.com/1 [/embed] b', "http://vimeo.com/1"),
    "a line of its own": (
        "a\nhttps://www.youtube.com/watch?v=x&amp;t=1\nb",
        "https://www.youtube.com/watch?v=x&amp;t=1",
    ),
    "a paragraph of its own": ("<p>http://youtu.be/x</p>", "http://youtu.be/x"),
    "in a block": ("<div>\nhttps://twitter.com/a/status/1\n</div>", "https://twitter.com/a/status/1"),
}


@pytest.mark.parametrize(("text", "url"), EMBEDS.values(), ids=EMBEDS)
def test_what_is_embedded_by_address_becomes_a_link(text: str, url: str) -> None:
    assert f'<a class="embed" href="{url}">{url}</a>' in embed_addresses(text, {})


def test_an_address_of_no_provider_becomes_a_plain_link() -> None:
    assert close(embed_addresses("http://council.example/x", {})) == (
        '<a href="http://council.example/x">http://council.example/x</a>'
    )


NOT_EMBEDDED = {
    "an address in a sentence": "see http://youtu.be/x there",
    "in preformatted text": "<pre>\nhttp://youtu.be/x\n</pre>",
    "in code over lines": "<code>a\nhttp://youtu.be/x\n</code>",
    "in a tag": "<a title='\nhttp://youtu.be/x\n'>y</a>",
    "after a tag": "<b>x</b>http://youtu.be/x",
    "escaped": "[[embed]http://youtu.be/x[/embed]]",
}


@pytest.mark.parametrize("text", NOT_EMBEDDED.values(), ids=NOT_EMBEDDED)
def test_other_addresses_stay_text(text: str) -> None:
    assert embed_addresses(text, {}) == text


WORDPRESS_COM = {
    "an address after an equals sign": (
        "[youtube=http://www.youtube.com/watch?v=abc&w=9]",
        "http://www.youtube.com/watch?v=abc&amp;w=9",
    ),
    "an id": ("[vimeo 123]", "https://vimeo.com/123"),
    "an id as a value": ("[slideshare id=53&doc=x]", "https://www.slideshare.net/slideshow/embed_code/53"),
    "a poll": ("[polldaddy poll=77]", "https://polldaddy.com/poll/77"),
    "a tweet": ("[tweet https://twitter.com/a/status/1]", "https://twitter.com/a/status/1"),
    "a sound": ('[soundcloud url="http://soundcloud.com/a/b"]', "http://soundcloud.com/a/b"),
    "content": ("[gist]https://gist.github.com/1[/gist]", "https://gist.github.com/1"),
}


@pytest.mark.parametrize(("text", "url"), WORDPRESS_COM.values(), ids=WORDPRESS_COM)
def test_an_embedding_shortcode_becomes_a_link(text: str, url: str) -> None:
    assert expand(text, embed_handlers()) == f'<a class="embed" href="{url}">{url}</a>'


CODE = {
    "a language": (
        '[sourcecode language="css"]\na > b\n[/sourcecode]',
        '<pre><code class="language-css">a &gt; b</code></pre>',
    ),
    "a short form": ("[code lang=python]x[/code]", '<pre><code class="language-python">x</code></pre>'),
    "an unknown language": ("[code lang=klingon]x[/code]", "<pre><code>x</code></pre>"),
    "escaped already": ("[code]&lt;b&gt; &amp; c & d[/code]", "<pre><code>&lt;b&gt; &amp; c &amp; d</code></pre>"),
    "shortcodes in it": ("[code][gallery][/code]", "<pre><code>&#91;gallery]</code></pre>"),
    "blank lines and indents": ("[code]\n a\n\n\tb\n[/code]", "<pre><code> a\n\n\tb</code></pre>"),
    "escaped brackets": ("[[code]x[/code]]", "[[code]x[/code]]"),
}


@pytest.mark.parametrize(("text", "html"), CODE.values(), ids=CODE)
def test_program_text_is_settled_first(text: str, html: str) -> None:
    assert settle_code(text) == html

"""The script that renews a page goes into what is sent, past a policy that is otherwise kept."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from sociable.serving.inject import admitting, injected

OURS = "http://127.0.0.1:8000/.sociable/"


def sent(page: str, path: str = "/a/") -> str:
    return injected(page.encode(), host="127.0.0.1:8000", path=path, text="t1", styles="s1").decode()


@pytest.mark.parametrize(
    ("policy", "admitted"),
    [
        pytest.param(
            "default-src 'none'; img-src 'self'",
            f"default-src 'none'; img-src 'self'; script-src {OURS}; style-src {OURS}; connect-src {OURS}",
            id="what is not named falls back to the default",
        ),
        pytest.param(
            "default-src 'self'; script-src 'NONE'",
            f"default-src 'self'; script-src {OURS}; style-src 'self' {OURS}; connect-src 'self' {OURS}",
            id="what the default admits stays admitted",
        ),
        pytest.param("img-src 'self'", "img-src 'self'", id="what nothing forbids needs no leave"),
        pytest.param(
            "Script-Src 'self'; script-src-elem 'none'",
            f"script-src 'self' {OURS}; script-src-elem {OURS}",
            id="a finer directive stands before",
        ),
        pytest.param("", "", id="no policy"),
    ],
)
def test_a_policy_admits_our_files_and_nothing_else_more(policy: str, admitted: str) -> None:
    assert admitting(policy, OURS) == admitted


@pytest.mark.parametrize(
    "meta",
    [
        """<meta http-equiv="Content-Security-Policy" content="default-src 'none'">""",
        """<META content="default-src 'none'" http-equiv=content-security-policy>""",
        """<meta http-equiv='Content-Security-Policy' content='default-src &#39;none&#39;'>""",
    ],
)
def test_a_policy_is_found_however_it_is_written(meta: str) -> None:
    policy = BeautifulSoup(sent(f"<head>{meta}</head>"), "html.parser").find("meta")["content"]
    assert policy.startswith("default-src 'none'; script-src http://127.0.0.1:8000/.sociable/;")


def test_the_script_comes_last_in_the_head_and_the_rest_of_the_page_is_as_it_was() -> None:
    page = "<head><title>é</title></head><body>x</head>\udc80</body>"
    told = injected(page.encode("utf-8", "surrogateescape"), host="h:1", path="/a/", text="t", styles="s")
    script = b'<script src="/.sociable/live.js" defer data-page="/a/" data-text="t" data-styles="s"></script>\n'
    assert told.replace(script, b"") == page.encode("utf-8", "surrogateescape")
    assert told.index(script) < told.index(b"</head>")


def test_a_page_without_a_head_gets_the_script_too_and_an_address_stays_an_address() -> None:
    told = sent("<p>x", path='/"><script>alert(1)</script>/')
    assert told.startswith("<p>x<script src=")
    [script] = BeautifulSoup(told, "html.parser").find_all("script")
    assert script["data-page"] == '/"><script>alert(1)</script>/'

"""What a file's bytes say it is, whatever it is called."""

from __future__ import annotations

import io
import tarfile
import zipfile

import pytest

from sociable.archive.kinds import mistaken
from sociable.archive.media import KINDS


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("x.txt", "words")
    return held.getvalue()


def packed() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as file:
        file.addfile(tarfile.TarInfo("x"))
    return held.getvalue()


GIF, PNG, JPEG = b"GIF89a" + bytes(20), b"\x89PNG\r\n\x1a\n" + bytes(30), b"\xff\xd8\xff\xe0" + bytes(20)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

GOOD = {
    "x.gif": GIF,
    "x.PNG": PNG,
    "x.jpe": JPEG,
    "a picture of another kind.jpg": PNG,
    "x.webp": b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(20),
    "x.mp3": b"ID3\x03" + bytes(20),
    "without its mark.mp3": b"\x00\x00\xff\xe3\x18\xc4" + bytes(range(256)),
    "x.ogg": b"OggS" + bytes(30),
    "x.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(20),
    "x.wmv": b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9" + bytes(20),
    "x.pdf": b"%PDF-1.4\n%\xe2\xe3",
    "with a mark before.pdf": b"\xef\xbb\xbf\r\n%PDF-1.4\n",
    "x.zip": zipped(),
    "x.docx": zipped(),
    "x.tar": packed(),
    "x.doc": OLE,
    "saved as rich text.doc": rb"{\rtf1\ansi words}",
    "x.xls": OLE,
    "x.wri": b"\x31\xbe" + bytes(100),
    "x.rtf": rb"{\rtf1\ansi words}",
    "x.csv": b"a,b\r\n1,2\r\n",
    "x.txt": "caf\u00e9".encode("cp1252"),
    "wide.txt": "words".encode("utf-16"),
    "x.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello",
    "x.psd": b"8BPS\x00\x01" + bytes(20),
}


@pytest.mark.parametrize(("name", "head"), GOOD.items(), ids=GOOD)
def test_a_file_that_is_what_its_name_says_is_taken(name, head):
    assert mistaken(f"wp-content/uploads/{name}", head) == ""


BAD = {
    "a page for a picture": ("x.jpg", b"<!DOCTYPE html><html>"),
    "a page for a document": ("x.doc", b"\n\n<html><head>"),
    "a page for a text": ("x.txt", b"<!-- a -->\n<!-- b --><html lang=en>"),
    "a page for a recording": ("x.mp3", b"<html>"),
    "an unknown element": ("x.csv", b"<x-y onload=alert(1)>"),
    "a drawing": ("x.png", b'<?xml version="1.0"?><svg'),
    "a program of the server's": ("x.zip", b"<?php echo 1;"),
    "markup in two bytes a letter": ("x.txt", "<script>".encode("utf-16")),
    "and the other way round": ("x.txt", b"\xfe\xff" + "<script>".encode("utf-16-be")),
    "a program for an archive": ("x.zip", b"MZ" + bytes(100)),
    "a program for a document": ("x.doc", b"\x7fELF" + bytes(100)),
    "a film that is a program": ("x.mov", b"FWS\x09" + bytes(100)),
    "words for a picture": ("x.gif", b"Not found"),
    "words for a recording": ("x.mp3", b"Not found"),
    "words for an archive": ("x.zip", b"Not found"),
    "words for a document": ("x.pdf", b"Not found"),
    "a picture for a document": ("x.doc", PNG),
    "a document for a picture": ("x.png", b"%PDF-1.4"),
    "bytes for a text": ("x.csv", bytes(100)),
    "nothing": ("x.gif", b""),
}


@pytest.mark.parametrize(("name", "head"), BAD.values(), ids=BAD)
def test_a_file_that_is_something_else_is_not(name, head):
    assert mistaken(name, head)


@pytest.mark.parametrize("ending", sorted(KINDS))
def test_markup_is_taken_under_no_name(ending):
    assert "markup" in mistaken(f"x.{ending}", b"<html><script>alert(1)</script>")


def test_comments_without_end_take_no_time():
    assert mistaken("x.gif", b"<!-- --><!--" * 700)

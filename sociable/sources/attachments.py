"""Read what an export says of a file in the media library: its address, its sizes, the words that go with it.

Sizes stand in ``_wp_attachment_metadata``, an array that PHP serialised
(https://developer.wordpress.org/reference/functions/wp_get_attachment_metadata/). An export has no MIME type of an
attachment, so it is taken from that array or from the ending of the file's name.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from sociable.model import Attachment, ImageSize, Source
from sociable.sources.php import Value, unserialise
from sociable.sources.records import Record
from sociable.sources.tally import Kind, Tally

NO_METADATA = Kind("attachments have metadata that cannot be read: their sizes are unknown")
NO_ADDRESS = Kind("attachments have no address")

MIME_TYPES = {
    "avif": "image/avif",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "heic": "image/heic",
    "ico": "image/x-icon",
    "jpe": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "webp": "image/webp",
    "avi": "video/avi",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "mp4": "video/mp4",
    "mpeg": "video/mpeg",
    "mpg": "video/mpeg",
    "ogv": "video/ogg",
    "webm": "video/webm",
    "wmv": "video/x-ms-wmv",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "m4a": "audio/mpeg",
    "mid": "audio/midi",
    "mp3": "audio/mpeg",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "wma": "audio/x-ms-wma",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""What WordPress takes a file for by the ending of its name (``wp_get_mime_types()``), as far as blogs use it."""


def read(record: Record, date: datetime | None, *, path: str, uploads: str, tally: Tally) -> Attachment:
    """Return the attachment of an item. ``uploads`` is the address of the folder its ``_wp_attached_file`` is in."""
    metadata = _metadata(record, tally)
    url = _address(record, uploads)
    if not url:
        tally.note(NO_ADDRESS, record.line)
    mime = metadata.get("mime_type")
    return Attachment(
        record.number("wp:post_id"),
        url,
        title=record.text("title"),
        slug=record.text("wp:post_name"),
        link=record.text("link"),
        caption=record.text("excerpt:encoded"),
        description=record.text("content:encoded"),
        alt=next(iter(record.metadata("_wp_attachment_image_alt")), "").strip(),
        mime=mime if isinstance(mime, str) else mime_type(url),
        parent=record.number("wp:post_parent"),
        date=date,
        menu_order=record.order("wp:menu_order"),
        width=_pixels(metadata.get("width")),
        height=_pixels(metadata.get("height")),
        sizes=_sizes(metadata.get("sizes")),
        source=Source(path, record.line, "wxr", record.text("link")),
    )


def mime_type(url: str) -> str:
    """Return the MIME type of a file by the ending of its address; an empty string for an unknown one."""
    try:
        ending = PurePosixPath(urlsplit(url).path).suffix
    except ValueError:
        return ""
    return MIME_TYPES.get(ending.removeprefix(".").lower(), "")


def _address(record: Record, uploads: str) -> str:
    """Return where the file was; exports of single posts can lack ``wp:attachment_url``."""
    file = next(iter(record.metadata("_wp_attached_file")), "").strip().lstrip("/")
    guid = record.text("guid")
    if url := record.text("wp:attachment_url"):
        return url
    if file and guid.endswith(f"/{file}"):
        return guid
    return f"{uploads}/{file}" if file and uploads else ""


def _metadata(record: Record, tally: Tally) -> dict[int | str, Value]:
    stored = next(iter(record.metadata("_wp_attachment_metadata")), "")
    if not stored.strip():
        return {}
    try:
        value = unserialise(stored)
    except ValueError:
        value = None
    if isinstance(value, dict):
        return value
    tally.note(NO_METADATA, record.line)
    return {}


def _sizes(value: Value) -> tuple[ImageSize, ...]:
    found = []
    for name, size in value.items() if isinstance(value, dict) else ():
        if not isinstance(size, dict):
            continue
        file, width, height = size.get("file"), _pixels(size.get("width")), _pixels(size.get("height"))
        if isinstance(file, str) and file and width and height:
            found.append(ImageSize(str(name), file, width, height))
    return tuple(found)


def _pixels(value: Value) -> int | None:
    """Return a number of pixels, which some plugins store as text; ``None`` for what cannot be one."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 7:
        value = int(value)
    return value if type(value) is int and 0 < value < 1_000_000 else None

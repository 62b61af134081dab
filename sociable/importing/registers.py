"""What is about the whole blog: its own page, authors, terms, media library, and the files themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sociable import contentfile
from sociable.archive import media
from sociable.archive.addresses import AddressBook
from sociable.archive.folder import ABOUT, AUTHORS, MEDIA, TERMS, Archive
from sociable.importing import files, normalise
from sociable.importing.plan import Plan
from sociable.importing.report import Media, Report
from sociable.importing.shelves import Table
from sociable.importing.staging import Staging
from sociable.importing.writing import Writing
from sociable.model import Attachment, Author, Term

_ONLY_WITHHELD = "only withheld posts have it"


def write(
    plan: Plan,
    staging: Staging,
    report: Report,
    writing: Writing,
    source: Path | None,
    *,
    download: files.Download | None = None,
    step: files.Step = files.silent,
) -> None:
    """Write the registers and files of the blog whose posts ``writing`` has written; account for what is in them.

    ``source`` is a folder with a copy of the files, if there is one; ``download`` fetches them, if that is wanted.
    """
    staging.write(ABOUT, contentfile.dump_about(plan.about))
    authors = _authors(plan, staging, report)
    terms = _terms(plan, staging, report)
    attachments = _media(plan, staging, report)
    for merged in plan.survey.merged:
        title = merged.title if isinstance(merged, Attachment) else merged.name
        report.add(merged, title, "merged", reason="a newer export has it too, or this one twice")
    archive = Archive("", plan.about, authors=authors, terms=terms, media=attachments)
    book = AddressBook(archive, writing.entries, lambda: Table(str, str))
    wanted = _wanted(book, attachments, writing)
    media = files.take_over(wanted, source, staging, plan.survey.held, download=download, step=step)
    book = book.holding(frozenset(media.there))
    report.media = _with_stand_ins(media, wanted, book)
    report.links = writing.links.told(book, writing.entries)


def _wanted(book: AddressBook, attachments: tuple[Attachment, ...], writing: Writing) -> Mapping[str, str]:
    """The files that belong to the archive: where the site will look for each, and where it was."""
    wanted: dict[str, str] = {}
    for url in (*(attachment.url for attachment in attachments), *writing.files):
        path = book.media_path(url)
        if path:
            wanted.setdefault(path, url)
    return wanted


def _with_stand_ins(media: Media, wanted: Mapping[str, str], book: AddressBook) -> Media:
    """Call missing only what no other size of the same picture stands for."""
    there = frozenset(media.there)
    instead = {path: other for path in media.missing if (other := book.media_path(wanted[path])) in there}
    missing = tuple(path for path in media.missing if path not in instead)
    return replace(media, missing=missing, instead=instead)


def _authors(plan: Plan, staging: Staging, report: Report) -> tuple[Author, ...]:
    kept = []
    for found in plan.survey.authors.values():
        author = normalise.author(found, plan.names)
        if found.id in plan.withheld_authors:
            report.add(found, author.name, "withheld", reason=_ONLY_WITHHELD)
        else:
            report.add(found, author.name, "written", file=AUTHORS)
            kept.append(author)
    kept.sort(key=lambda author: author.id)
    if kept:
        staging.write(AUTHORS, contentfile.dump_authors(kept))
    return tuple(kept)


def _terms(plan: Plan, staging: Staging, report: Report) -> tuple[Term, ...]:
    kept: dict[tuple[str, str], Term] = {}
    for key, found in plan.survey.terms.items():
        term = normalise.term(found, plan.names)
        if key in plan.withheld_terms:
            report.add(found, term.name, "withheld", reason=_ONLY_WITHHELD)
        else:
            report.add(found, term.name, "written", file=TERMS)
            kept[term.taxonomy, term.slug] = term
    whole = tuple(
        term if (term.taxonomy, term.parent) in kept else replace(term, parent="") for _, term in sorted(kept.items())
    )
    if whole:
        staging.write(TERMS, contentfile.dump_terms(whole))
    return whole


def _media(plan: Plan, staging: Staging, report: Report) -> tuple[Attachment, ...]:
    found = [*plan.survey.attachments.values(), *plan.survey.unnumbered.values()]
    public = [each for each in found if each.parent not in plan.withheld_ids]
    paths = media.paths(public, plan.homes)
    kept = []
    for each in found:
        attachment = normalise.attachment(each, paths.get(each.url, ""))
        if each.parent in plan.withheld_ids:
            report.add(each, attachment.title, "withheld", reason="its post is withheld")
        else:
            report.add(each, attachment.title, "written", file=MEDIA)
            kept.append(attachment)
    del found, public
    plan.children.clear()
    plan.survey.forget_files()
    kept.sort(key=lambda each: (each.id is None, each.id or 0, each.url))
    if kept:
        staging.write(MEDIA, contentfile.dump_media(kept))
    return tuple(kept)

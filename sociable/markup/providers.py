"""Who serves what a post embeds: names for the links that stand in for players, maps and slides.

The archive asks no other site for anything, so an embedded frame is shown as a link that says what it is.
"""

from __future__ import annotations

from urllib.parse import urlsplit

# Host (or its parent domain) → what to call it.
PROVIDERS = {
    "youtube.com": "YouTube",
    "youtube-nocookie.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "dailymotion.com": "Dailymotion",
    "dai.ly": "Dailymotion",
    "ted.com": "TED",
    "wordpress.tv": "WordPress.tv",
    "videopress.com": "VideoPress",
    "viddler.com": "Viddler",
    "blip.tv": "Blip",
    "video.google.com": "Google Video",
    "bambuser.com": "Bambuser",
    "ustream.tv": "Ustream",
    "livestream.com": "Livestream",
    "vine.co": "Vine",
    "qik.com": "Qik",
    "animoto.com": "Animoto",
    "screencast.com": "Screencast",
    "slideshare.net": "SlideShare",
    "speakerdeck.com": "Speaker Deck",
    "prezi.com": "Prezi",
    "scribd.com": "Scribd",
    "issuu.com": "Issuu",
    "soundcloud.com": "SoundCloud",
    "audioboo.fm": "Audioboo",
    "audioboom.com": "Audioboom",
    "mixcloud.com": "Mixcloud",
    "spotify.com": "Spotify",
    "bandcamp.com": "Bandcamp",
    "reverbnation.com": "ReverbNation",
    "archive.org": "Internet Archive",
    "flickr.com": "Flickr",
    "flic.kr": "Flickr",
    "photobucket.com": "Photobucket",
    "smugmug.com": "SmugMug",
    "imgur.com": "Imgur",
    "instagram.com": "Instagram",
    "instagr.am": "Instagram",
    "twitter.com": "Twitter",
    "x.com": "X",
    "twitpic.com": "Twitpic",
    "facebook.com": "Facebook",
    "storify.com": "Storify",
    "tumblr.com": "Tumblr",
    "reddit.com": "Reddit",
    "pinterest.com": "Pinterest",
    "kickstarter.com": "Kickstarter",
    "meetup.com": "Meetup",
    "meetu.ps": "Meetup",
    "eventbrite.co.uk": "Eventbrite",
    "eventbrite.com": "Eventbrite",
    "polldaddy.com": "Polldaddy",
    "poll.fm": "Polldaddy",
    "crowdsignal.com": "Crowdsignal",
    "surveymonkey.com": "SurveyMonkey",
    "gist.github.com": "GitHub Gist",
    "codepen.io": "CodePen",
    "jsfiddle.net": "JSFiddle",
    "docs.google.com": "Google Docs",
    "drive.google.com": "Google Drive",
    "calendar.google.com": "Google Calendar",
    "maps.google.com": "Google Maps",
    "maps.google.co.uk": "Google Maps",
    "google.com": "Google",
    "google.co.uk": "Google",
    "openstreetmap.org": "OpenStreetMap",
    "dipity.com": "Dipity",
    "amazon.com": "Amazon",
    "amazon.co.uk": "Amazon",
    "wolframcloud.com": "Wolfram Cloud",
}

EMBED_ONLY = "embedded content"


def provider(url: str) -> str:
    """Return the name of the site that ``url`` is on: the provider's, its host, or nothing if it has none."""
    host = _host(url)
    labels = host.split(".")
    for start in range(len(labels) - 1):
        name = PROVIDERS.get(".".join(labels[start:]))
        if name is not None:
            return "Google Maps" if name == "Google" and "/maps" in url else name
    return host.removeprefix("www.")


def is_known(url: str) -> bool:
    """Say whether ``url`` is on a site that WordPress embeds, or that people embed by hand."""
    return provider(url) in _NAMES


def label(url: str, title: str) -> str:
    """Say what an embedded frame shows: the provider and the title, as far as they are known."""
    name = provider(url)
    return f"{name}: {title}" if name and title else title or f"{name}: {EMBED_ONLY}".removeprefix(": ")


_NAMES = frozenset(PROVIDERS.values()) | {"Google Maps"}


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""

"""Connect to a public host and to nothing else, however its name is spelt and whatever the name server answers.

The name is resolved once, every answer is checked, and the connection is made to a checked address: nobody can answer
with a public address first and a private one when it counts (DNS rebinding). Special addresses are those of IANA's
registries (RFC 6890, as :mod:`ipaddress` has them), and all IPv6 that lies outside what is given away today or that
carries an IPv4 address within (RFC 4291, 3056, 4380, 6052, 5214).

Not handled: proxies, and how long the system's own resolver takes.
"""

from __future__ import annotations

import io
import ipaddress
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from sociable.errors import Problem, SociableError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Address = tuple[str, int]
"""An IP address and a port."""

Resolve = Callable[[str, int], Sequence[Address]]
IsAllowed = Callable[[str], bool]

_GIVEN_AWAY = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")
_NOT_PUBLIC_EITHER = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",  # protocol assignments: some versions of Python take parts of it for public
            "192.88.99.0/24",  # the way into 6to4, given up
            "168.63.129.16/32",  # a cloud's own service beside its machines
            "3fff::/20",  # documentation, since 2024
        ),
    )
)


class FetchError(SociableError):
    """A file could not be had from the web."""

    def __init__(self, what: str, url: str = "") -> None:
        super().__init__(Problem(what, url))

    @property
    def what(self) -> str:
        """Why, without the address."""
        return self.problems[0].what


class Unreachable(FetchError):
    """No connection to the host could be made."""


class Clock:
    """The time that one file may take: ``seconds`` in all, ``idle`` of them without a sign of life."""

    def __init__(self, seconds: float, idle: float, now: Callable[[], float] = time.monotonic) -> None:
        self._end = now() + seconds
        self._idle = idle
        self._now = now

    @property
    def is_over(self) -> bool:
        """Whether all the time is used up."""
        return self._now() >= self._end

    def left(self) -> float:
        """The seconds that the next step may take.

        Raises:
            TimeoutError: there are none.
        """
        left = min(self._end - self._now(), self._idle)
        if left <= 0:
            raise TimeoutError("it took too long")
        return left


class Line:
    """A connected socket as :mod:`http.client` uses one; every step is made by the clock."""

    def __init__(self, connected: socket.socket, clock: Clock) -> None:
        self._socket = connected
        self._clock = clock
        self._is_read = False

    def sendall(self, data: bytes) -> None:
        """Send all of ``data``."""
        self._socket.settimeout(self._clock.left())
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return what comes, as a file to read; to close it is to hang up."""
        assert mode == "rb", mode
        self._is_read = True
        return io.BufferedReader(_Incoming(self._socket, self._clock))

    def close(self) -> None:
        """Hang up, unless somebody still reads: as with a socket, an answer outlives its connection."""
        if not self._is_read:
            self._socket.close()


class _Incoming(io.RawIOBase):
    def __init__(self, connected: socket.socket, clock: Clock) -> None:
        self._socket = connected
        self._clock = clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._socket.settimeout(self._clock.left())
        return self._socket.recv_into(buffer)

    def close(self) -> None:
        if not self.closed:
            self._socket.close()
        super().close()


def resolve(host: str, port: int) -> Sequence[Address]:
    """Ask the system for the addresses of ``host``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys((str(address[0]), int(address[1])) for *_, address in found))


def is_public(address: str) -> bool:
    """Whether ``address`` is one of the public internet, and so are those that may be hidden in it."""
    try:
        return all(map(_is_public, _with_hidden(ipaddress.ip_address(address))))
    except ValueError:
        return False


def dial(host: str, port: int, clock: Clock, *, resolve: Resolve, is_allowed: IsAllowed) -> socket.socket:
    """Connect to ``host``, of whose addresses all must be allowed.

    Raises:
        FetchError: one is not.
        Unreachable: there is no such host, or it does not answer.
    """
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"the host {host} is not known") from error
    refused = [address for address, _ in addresses if not is_allowed(address)]
    if refused:
        raise FetchError(f"the host {host} has an address that is not public: nothing is asked of it")
    for address in addresses:
        try:
            return socket.create_connection(address, timeout=clock.left())
        except OSError:
            continue
    raise Unreachable(f"the host {host} does not answer")


_Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


def _with_hidden(address: _Ip) -> Iterator[_Ip]:
    """``address``, or in its place the IPv4 address it stands for; and those that are part of it."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
    elif address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address in _NAT64:
        yield ipaddress.IPv4Address(address.packed[12:])
    else:
        yield address
        if address.sixtofour:
            yield address.sixtofour
        yield from address.teredo or ()
        if address.packed[8:12] in _ISATAP:
            yield ipaddress.IPv4Address(address.packed[12:])


def _is_public(address: _Ip) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address not in _GIVEN_AWAY:
        return False
    if any(address in network for network in _NOT_PUBLIC_EITHER if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved

"""The server: where it may listen, and how it begins and ends."""

import gc
import re
import socket
from dataclasses import dataclass
from ipaddress import ip_address

import uvicorn

from clonus.adapters.web.app import LOOPBACK, application
from clonus.adapters.web.connections import Impatient
from clonus.adapters.web.site import Site
from clonus.catalogue.reader import short
from clonus.domain.errors import Fault, InputRefused, Place

MOST_CONNECTIONS = 200
SECONDS_KEPT = 5
_NAME = re.compile(r"(?!.{254})[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the server listens; anything but loopback wants a reverse proxy that authenticates.

    Raises:
        InputRefused: if it would listen to a network without one, or a name is none by which a proxy is reached.
    """

    host: str
    port: int
    behind_proxy: bool = False
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.behind_proxy and not _is_loopback(self.host):
            sentence = (
                f"`--host {self.host}` is open to others on the network, and this server asks nobody who they are: "
                "leave it at 127.0.0.1, or put a reverse proxy that authenticates before it and add --behind-proxy."
            )
            raise InputRefused(Fault(Place(), sentence))
        if self.behind_proxy and not self.names:
            sentence = "`--behind-proxy` wants the name by which the proxy is reached: add --name clonus.hospital.example."
            raise InputRefused(Fault(Place(), sentence))
        if self.names and not self.behind_proxy:
            sentence = "`--name` is the name by which a proxy is reached, and none is announced: add --behind-proxy, or leave --name out."
            raise InputRefused(Fault(Place(), sentence))
        for name in self.names:
            if not _is_host(name):
                sentence = (
                    f"`--name {short(name)}` is not the name of a host: "
                    "write that alone, without a scheme, a port or a path, such as clonus.hospital.example."
                )
                raise InputRefused(Fault(Place(), sentence))

    def opened(self) -> socket.socket:
        """The socket, bound.

        Raises:
            InputRefused: if the address cannot be had.
        """
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((self.host, self.port))
            bound.listen(MOST_CONNECTIONS)  # whoever reads the address may ask at once
        except (OSError, OverflowError) as error:
            bound.close()
            reason = (getattr(error, "strerror", "") or "it is no port").lower()
            mend = "end what listens there, or choose another with --port or CLONUS_PORT."
            sentence = f"{self.host} port {self.port} cannot be had, {reason}: {mend}"
            raise InputRefused(Fault(Place(), sentence)) from None
        return bound


def serve(site: Site, where: Listening, bound: socket.socket) -> None:
    """Answer until the process is told to end.

    What was made at the start is left out of every later search for garbage, which would hold up an answer for tens of milliseconds.
    """
    config = configured(site, where)
    gc.collect()
    gc.freeze()
    gc.enable()
    uvicorn.Server(config).run(sockets=[bound])


def configured(site: Site, where: Listening) -> uvicorn.Config:
    """What answers, and how much it lets itself be held up."""
    hosts = (*LOOPBACK, where.host.lower(), *(name.lower() for name in where.names))
    return uvicorn.Config(
        application(site, hosts),
        http=Impatient,
        ws="none",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=SECONDS_KEPT,
    )


def _is_host(name: str) -> bool:
    """Whether a text is the name of a host, or an address of the network, and nothing more."""
    try:
        return bool(ip_address(name))
    except ValueError:
        return _NAME.fullmatch(name) is not None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

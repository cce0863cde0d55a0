"""The application: which address is answered by what, and nothing else."""

import gzip
from secrets import token_urlsafe

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from clonus.adapters.web.agents_page import AgentsPage
from clonus.adapters.web.api import Api
from clonus.adapters.web.assess_page import AssessPage
from clonus.adapters.web.guard import Guard
from clonus.adapters.web.library import Library
from clonus.adapters.web.problems import Problem, problem
from clonus.adapters.web.screen_page import ScreenPage
from clonus.adapters.web.site import Site
from clonus.adapters.web.switch_page import SwitchPage
from clonus.adapters.web.views import environment, static_files
from clonus.domain.errors import ClonusError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


class Packing(GZipMiddleware):
    """Compresses what is sent, but for live answers: packing one would take longer than sending it to the machine it is made on."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        live = scope["type"] == "http" and scope["path"].endswith("live")
        await (self.app if live else super().__call__)(scope, receive, send)


def application(site: Site, hosts: tuple[str, ...] = LOOPBACK) -> Starlette:
    """The pages and the programming interface of one installation.

    Args:
        site: the catalogue and the wishes of the installation.
        hosts: the names by which it may be asked, so that no other site's page can reach it under a name of its own.
    """
    templates = environment(site.catalogue, token_urlsafe(32))
    pages = (
        AssessPage(site, templates),
        ScreenPage(site, templates),
        SwitchPage(site, templates),
        AgentsPage(site, templates),
        Library(site, templates),
        Api(site),
    )
    app = Starlette(
        routes=[*(route for page in pages for route in page.routes()), *_static()],
        middleware=[Middleware(Guard, hosts=hosts), Middleware(Packing, minimum_size=2_000, compresslevel=4)],
        exception_handlers={ClonusError: _refused, HTTPException: _not_there},
    )
    app.router.redirect_slashes = False  # a redirection would have a case sent again, and perhaps in the open
    return app


def _static() -> list[Route]:
    """The style sheet, the script and the icon, compressed once; their addresses change with them, so that they may be kept."""

    def of(name: str, content: bytes) -> Route:
        packed = gzip.compress(content, mtime=0)

        async def answer(request: Request) -> Response:
            takes = "gzip" in request.headers.get("accept-encoding", "")
            headers = {
                "cache-control": "public, max-age=86400",
                "vary": "accept-encoding",
                **({"content-encoding": "gzip"} if takes else {}),
            }
            return Response(packed if takes else content, media_type=_KINDS[name.rpartition(".")[2]], headers=headers)

        return Route(f"/static/{name}", answer, methods=["GET"])

    return [of(name, content) for name, content in static_files().items()]


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ClonusError)  # noqa: S101 - it is registered for nothing else
    return problem(request, Problem.of(error))


async def _not_there(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for nothing else
    return problem(request, Problem.http(error.status_code, request.scope["path"], error.headers))

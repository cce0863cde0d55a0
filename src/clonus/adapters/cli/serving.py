"""Starting the server from the command line."""

import os
import sys
import threading
import webbrowser
from pathlib import Path

from clonus.adapters.cli.cases import as_country
from clonus.adapters.cli.output import Output
from clonus.adapters.cli.signing import catalogue_with
from clonus.domain.errors import Fault, InputRefused, Place


def start(output: Output, where: tuple[str, int, bool, tuple[str, ...]], wishes: tuple[str, Path | None, bool], open_browser: bool) -> None:
    """Listen, say at which address, and answer until the process is told to end.

    Args:
        output: where the address is said.
        where: host, port, whether a proxy that authenticates stands before it, and the names by which that is reached.
        wishes: the country for poison centers, the file of the site's reviews, and whether only doses of those are shown.
        open_browser: whether to open the page here.

    Raises:
        InputRefused: if it may not or cannot listen there, or the web parts are not installed.
    """
    try:
        from clonus.adapters.web.serving import Listening, serve
        from clonus.adapters.web.site import Site
    except ImportError:
        raise InputRefused(Fault(Place(), "the page needs parts that are not installed: install clonus[web].")) from None
    country, reviews, reviewed_only = wishes
    listening = Listening(*where)
    site = Site(catalogue_with(reviews), as_country(country), reviewed_only)
    bound = listening.opened()
    host = f"[{listening.host}]" if ":" in listening.host else listening.host
    address = f"http://{host}:{bound.getsockname()[1]}/"
    output.write(f"Clonus is at {address} until you press Ctrl-C. Nothing that is entered is stored.\n")
    if open_browser and _has_a_screen():
        threading.Timer(0.5, webbrowser.open, [address]).start()
    serve(site, listening, bound)


def _has_a_screen() -> bool:
    """Whether a browser opened here would be seen, and would not take over the terminal."""
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))

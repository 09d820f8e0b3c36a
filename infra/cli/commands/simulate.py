"""simulate xero, simulate anaplan: one vendor simulator in the foreground."""

import errno
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from infra.cli.foreground import until_asked_to_stop
from infra.cli.statuses import Status
from infra.cli.trouble import Misuse
from infra.local.vendors import anaplan as anaplan_
from infra.local.vendors import xero as xero_
from infra.local.vendors.common.server import Running
from infra.local.vendors.xero.webhooks.settings import KEY

_PORT_REFUSED = (errno.EADDRINUSE, errno.EACCES)

app = typer.Typer(no_args_is_help=True, help="Run one vendor simulator in the foreground.")

Port = Annotated[int, typer.Option("--port", min=0, max=65_535, help="Where to listen on 127.0.0.1; 0: any free port.")]


@app.command()
def xero(
    port: Port = 0,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="Xero-shaped JSON files to serve; without it, the demo firm's."),
    ] = None,
    webhooks_to: Annotated[
        str | None, typer.Option("--webhooks-to", metavar="URL", help="Tell of every edit there, signed as by Xero.")
    ] = None,
    webhook_key: Annotated[
        str, typer.Option("--webhook-key", metavar="KEY", help="What webhooks are signed with.", show_default=False)
    ] = KEY,
) -> Status:
    """Serve Xero's Accounting API and identity service on this machine.

    Until SIGTERM or Ctrl-C. The first line on stdout is one JSON object: api,
    identity, client_id, client_secret, refresh_token, webhook_key, tenants and
    admin. Below admin are the operator's paths: journal, faults, clock, limits,
    seed, reset, webhooks, and tenants/ID/Invoices and so on to edit records.
    Webhooks begin when the URL has passed the intent to receive, which is
    offered at the start and with every POST to admin/webhooks/intent. DIR holds
    organisation.json, accounts.json, invoices.json and so on, or one such
    folder per organisation.

    Examples:
      ml-connector simulate xero --port 8081
      ml-connector simulate xero --port 8081 --data ./books > xero.json &
      ml-connector simulate xero --webhooks-to http://127.0.0.1:9000/hook

    Exit status: 0 stopped as asked, 2 the port or the folder cannot be used.
    """
    return _serve(port, lambda: xero_.start(port, data, webhooks_to=webhooks_to, webhook_key=webhook_key))


@app.command()
def anaplan(
    port: Port = 0,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="A folder with a model.json; without it, the demo model."),
    ] = None,
) -> Status:
    """Serve Anaplan's Integration API and authentication service on this machine.

    Until SIGTERM or Ctrl-C. The first line on stdout is one JSON object: api,
    auth, email, password, workspace_id, model_id and admin. Below admin are the
    operator's paths: model, files, journal, faults, clock, limits, reset.

    Example:
      ml-connector simulate anaplan --port 8082

    Exit status: 0 stopped as asked, 2 the port or the folder cannot be used.
    """
    return _serve(port, lambda: anaplan_.start(port, data))


def _serve(port: int, start: Callable[[], Running[Any]]) -> Status:
    with _started(start, port) as running, until_asked_to_stop():
        sys.stdout.write(json.dumps(running.description()) + "\n")
        sys.stdout.flush()
    return Status.WELL


def _started(start: Callable[[], Running[Any]], port: int) -> Running[Any]:
    try:
        return start()
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) in _PORT_REFUSED:
            raise Misuse(f"Port {port} cannot be used: {error}", "Name another --port, or 0 for any") from error
        raise Misuse(str(error), "Name a folder that holds what --help of this command says") from error

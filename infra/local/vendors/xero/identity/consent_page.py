"""The consent page as HTML; plain on purpose. Its buttons send what was asked for back with the person's answer."""

from collections.abc import Mapping, Sequence
from html import escape

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body {{ font: 16px sans-serif; max-width: 34em; margin: 4em auto }} label {{ display: block }}</style></head>
<body><h1>{title}</h1>
{content}
</body></html>
"""
_KEPT = "response_type client_id redirect_uri scope state code_challenge code_challenge_method".split()


def consent_page(asked: MultiDict[str, str], scopes: Sequence[str], tenants: Mapping[str, str]) -> Response:
    """A page with every organisation ticked; ``tenants`` are names by tenant id."""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(asked[name])}">\n' for name in _KEPT if name in asked
    )
    boxes = "".join(
        f'<label><input type="checkbox" name="tenant" value="{escape(tenant)}" checked> {escape(name)}</label>\n'
        for tenant, name in tenants.items()
    )
    wanted = "".join(f"<li>{escape(scope)}</li>\n" for scope in scopes)
    content = (
        f'<p>This is the simulated Xero.</p>\n<form method="post">\n{hidden}<p>It may read:</p>\n{boxes}'
        f"<p>with these scopes:</p>\n<ul>{wanted}</ul>\n"
        '<button name="answer" value="allow">Allow access</button>\n'
        '<button name="answer" value="cancel">Cancel</button>\n</form>'
    )
    return _html("ml-connector wants access", content, 200)


def error_page(error: str) -> Response:
    """What a person sees when the app asked wrongly: the app is told nothing."""
    return _html("Sorry, something went wrong", f"<p>Error: {escape(error)}</p>", 400)


def _html(title: str, content: str, status: int) -> Response:
    return Response(
        _PAGE.format(title=escape(title), content=content), status=status, content_type="text/html; charset=utf-8"
    )

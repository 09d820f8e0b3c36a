"""The tokens of the connections that have to be used now and then to stay alive."""

from ml_connector.tokens import Bearer
from ml_connector.wiring import anaplan, aws, xero


def tokens() -> dict[str, Bearer]:
    """By the path of the connection in settings, such as ``xero.connections.group``."""
    settings = aws.settings()
    of_xero = [name for name, one in settings.xero.connections.items() if one.idles]
    of_anaplan = [name for name, one in settings.anaplan.connections.items() if one.idles]
    return {
        **{f"xero.connections.{name}": xero.token(name) for name in of_xero},
        **{f"anaplan.connections.{name}": anaplan.token(name) for name in of_anaplan},
    }

"""The limits of Xero, shared by all functions through the one table."""

from ml_connector.limits.governor import Governor
from ml_connector.limits.state import Allowed, Priority, State
from ml_connector.settings import Settings, XeroLimits
from ml_connector.stores.limits import LimitStore
from ml_connector.wiring import aws


def governor(entity: str, holder: str, priority: Priority) -> Governor:
    """A way through the limits of an entity's organisation, for one function at work.

    holder   what it works on: the same when the same work is begun again
    """
    settings = aws.settings()
    limits = settings.xero.limits
    states = LimitStore(aws.table(), State())
    return Governor(
        states,
        tenant_key(settings, entity),
        app_key(settings, entity),
        allowed(limits),
        holder,
        priority,
        everyone=_everyone(settings),
    )


def allowed(limits: XeroLimits) -> Allowed:
    """What settings say, as the governor reads it."""
    return Allowed(
        minute=limits.minute,
        day=limits.a_day,
        concurrent=limits.concurrent,
        reserve=limits.a_day * limits.reserve // 100,
    )


def tenant_key(settings: Settings, entity: str) -> str:
    """Under which an organisation's limits are kept."""
    return f"xero#{settings.entities[entity].tenant_id}"


def app_key(settings: Settings, entity: str) -> str:
    """Under which an app's limits are kept; a Custom Connection is an app of its own."""
    name = settings.entities[entity].connection
    return f"xero#app#{name if settings.xero.connections[name].kind == 'custom' else 'web'}"


def _everyone(settings: Settings) -> Allowed | None:
    """The app's limit, if all its organisations together could reach it."""
    limits = settings.xero.limits
    if len(settings.entities) * limits.minute <= limits.app_minute:
        return None
    plenty = len(settings.entities) * limits.a_day
    return Allowed(minute=limits.app_minute, day=plenty, concurrent=len(settings.entities) * limits.concurrent)

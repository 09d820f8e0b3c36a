"""When the flows start."""

from ml_connector.hosts import Part
from ml_connector.settings.words import Schedule, TimeZone


class Flow(Part):
    """When a flow starts."""

    schedule: Schedule
    time_zone: TimeZone = "UTC"
    enabled: bool = True


class Flows(Part):
    """The flows of this deployment."""

    actuals: Flow

"""What a deployment is told: one YAML file, checked at synth, in the command line and at every cold start.

Holds no secret: connections name the secrets that do. ``load`` reads the file and the tables beside it; ``compiled``
is the self-contained JSON that the functions read.
"""

from ml_connector.settings.anaplan import AnaplanConnection as AnaplanConnection
from ml_connector.settings.calendar import Calendar as Calendar
from ml_connector.settings.dimensions import Dimension as Dimension
from ml_connector.settings.document import Settings as Settings
from ml_connector.settings.entities import Entity as Entity
from ml_connector.settings.flows import Flow as Flow
from ml_connector.settings.keep import Keep as Keep
from ml_connector.settings.loads import Load as Load
from ml_connector.settings.reading import load as load
from ml_connector.settings.reading import parse as parse
from ml_connector.settings.reading import parse_compiled as parse_compiled
from ml_connector.settings.webhooks import Webhooks as Webhooks
from ml_connector.settings.xero import Xero as Xero
from ml_connector.settings.xero import XeroConnection as XeroConnection
from ml_connector.settings.xero import XeroLimits as XeroLimits

"""A simulator of Anaplan: its auth service and its Integration API in front of a model that lives in memory."""

from infra.local.vendors.anaplan.start import RunningAnaplan, start

__all__ = ["RunningAnaplan", "start"]

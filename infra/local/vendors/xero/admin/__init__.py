"""The operator's paths that only this simulator has, below ``/__admin__``."""

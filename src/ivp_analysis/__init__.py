"""From police figures and surveys to the safety analysis of a Dutch municipality."""

__version__ = "0.1.0"

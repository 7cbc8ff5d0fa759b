"""Deliveries to tables, tables to the estimates and protection of an edition: the one place where they meet."""

from ivp_analysis.processing.process import NothingToProcessError, Processed, newest_edition, process, processed_table

__all__ = ["NothingToProcessError", "Processed", "newest_edition", "process", "processed_table"]

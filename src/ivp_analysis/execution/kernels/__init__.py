"""Kernels for a batch: forked from a template that has done the imports, or started in the ordinary way."""

"""NetBox's own conformance suites, run over the plugin's models."""

"""Everything that netbox-proxbox needs, as real services on one machine, for the demo and the tests."""

"""The broker of the worker under test, of each kind, with all that can befall it."""

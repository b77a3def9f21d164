"""Secrets at rest: encrypted, masked, and never led to where they were not entered for."""

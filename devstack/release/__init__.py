"""`make release`: what is published, built and checked, and what a maintainer has to do before it may be."""

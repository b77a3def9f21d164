"""`python -m tests.soak`: breaks things at random, and looks whether NetBox is right. It knows NetBox's models."""

import os

import django

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'netbox.settings')
django.setup()

"""The outside world: proxbox-api, the HTTP service in front of Proxmox VE. No Django in here."""

"""proxbox-api, the HTTP service in front of Proxmox VE."""

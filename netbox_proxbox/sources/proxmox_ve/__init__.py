"""The API of Proxmox VE itself, over HTTPS."""

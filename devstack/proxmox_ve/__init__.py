"""A simulated Proxmox VE: estates that live, served over HTTPS as the real API serves them.

`python -m devstack.proxmox_ve --estate lab=18006 --live` starts it; `control.Control` steers it while it runs.
"""

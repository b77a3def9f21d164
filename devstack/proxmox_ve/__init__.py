"""A simulated Proxmox VE: estates that live, served over HTTPS as the real API serves them.

`python -m devstack.proxmox_ve --estate lab=18006 --live` starts it; `control.Control` steers it while it runs.

Pure, from the inside out: `estate` (what there is), `estates` (the ones of the demo), `transitions` and `life` (what
happens to them), `metrics` and `clock`, `routes` and `answers` (the API), `access` and `rights` (logins), `faults`,
`gate` (request to answer), `wire` (answer to bytes).
Around it: `simulated_estate` (the present), `certificates` and `x509`, `acceptor`, `door`, `connection` and
`http_request` (HTTPS), `door_spec` and `addresses` (where), `simulation` (all of it), `control_server` and `control`
(steering).
"""

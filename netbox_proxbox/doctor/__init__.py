"""A look at everything that a sync needs, from the settings to the metrics of each Proxmox VE, for a terminal.

It asks more than the health page: versions, migrations, Flower, and each proxbox-api and Proxmox VE itself. It works,
and ends in time, when any of them is down or hangs.
"""

from .examination import examine

__all__ = ('examine',)

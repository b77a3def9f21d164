"""Panels of the detail pages."""

from django.utils.translation import gettext_lazy as _
from netbox.ui import attrs, panels

from netbox_proxbox.health.tls_verification import risk_of_backend, risk_of_endpoint

from .attrs import AgeAttr, NodeStateAttr, ReadThroughAttr, SecretAttr, StateAttr, VerificationAttr
from .metric_attrs import BytesAttr, CpuAttr, NodesOnlineAttr, UptimeAttr
from .trust import trust_of

__all__ = (
    'BackendLimitsPanel',
    'BackendPanel',
    'ClusterPanel',
    'EndpointLoginPanel',
    'EndpointPanel',
    'NodeMetricsPanel',
    'NodePanel',
)


class BackendPanel(panels.ObjectAttributesPanel):
    title = _('proxbox-api Backend')
    name = attrs.TextAttr('name')
    base_url = attrs.TextAttr('base_url', label=_('URL'), copy_button=True)
    api_key = SecretAttr('api_key', label=_('API key'))
    verify_tls = VerificationAttr('verify_tls', risk_of_backend)
    enabled = attrs.BooleanAttr('enabled')
    version = attrs.TextAttr('version')
    description = attrs.TextAttr('description')


class BackendLimitsPanel(panels.ObjectAttributesPanel):
    title = _('Use')
    max_concurrent = attrs.NumericAttr('max_concurrent', label=_('Maximum concurrent runs'))
    timeout = attrs.TextAttr('timeout', format_string='{} s')
    is_paused = attrs.BooleanAttr('is_paused', label=_('Paused'))
    paused_until = attrs.DateTimeAttr('paused_until')
    pause_cause = attrs.TextAttr('pause_cause')


class EndpointPanel(panels.ObjectAttributesPanel):
    title = _('Proxmox Endpoint')
    name = attrs.TextAttr('name')
    mode = attrs.ChoiceAttr('mode')
    backend = ReadThroughAttr()
    pve_version = attrs.TextAttr('pve_version', label=_('Version of Proxmox VE'))
    domain = attrs.TextAttr('domain', label=_('Host name'))
    ip_address = attrs.TextAttr('ip_address', label=_('IP address'), copy_button=True)
    port = attrs.TextAttr('port')
    enabled = attrs.BooleanAttr('enabled')
    description = attrs.TextAttr('description')


class EndpointLoginPanel(panels.ObjectAttributesPanel):
    title = _('Login')
    username = attrs.TextAttr('username', label=_('User name'))
    token_name = attrs.TextAttr('token_name')
    token_value = SecretAttr('token_value')
    password = SecretAttr('password')
    verify_ssl = VerificationAttr('verify_ssl', risk_of_endpoint, trust_of)
    timeout = attrs.TextAttr('timeout', format_string='{} s')


class ClusterPanel(panels.ObjectAttributesPanel):
    title = _('Proxmox Cluster')
    name = attrs.TextAttr('name')
    endpoint = attrs.RelatedObjectAttr('endpoint', linkify=True)
    netbox_cluster = attrs.RelatedObjectAttr('netbox_cluster', linkify=True, label=_('NetBox cluster'))
    link_origin = attrs.ChoiceAttr('link_origin', label=_('Where its link is from'))
    mode = attrs.ChoiceAttr('mode')
    quorate = StateAttr('quorate', _('Quorate'), _('No quorum'), label=_('Quorum'))
    cluster_id = attrs.TextAttr('cluster_id', label=_('Cluster ID'))
    version = attrs.TextAttr('version', label=_('Config version'))
    nodes_count = attrs.TextAttr('nodes_count', label=_('Members'))
    nodes_online = NodesOnlineAttr()
    last_read = AgeAttr('endpoint.last_read_at', label=_('Last read'))
    description = attrs.TextAttr('description')


class NodePanel(panels.ObjectAttributesPanel):
    title = _('Proxmox Node')
    name = attrs.TextAttr('name')
    endpoint = attrs.RelatedObjectAttr('endpoint', linkify=True)
    proxmox_cluster = attrs.RelatedObjectAttr('proxmox_cluster', linkify=True, label=_('Proxmox cluster'))
    netbox_device = attrs.RelatedObjectAttr('netbox_device', linkify=True, label=_('NetBox device'))
    link_origin = attrs.ChoiceAttr('link_origin', label=_('Where its link is from'))
    node_id = attrs.TextAttr('node_id', label=_('Node ID'))
    ip_address = attrs.TextAttr('ip_address', label=_('IP address'), copy_button=True)
    local = attrs.BooleanAttr('local')
    pve_version = attrs.TextAttr('pve_version', label=_('Version of Proxmox VE'))
    support_level = attrs.TextAttr('support_level_in_words', label=_('Support level'))
    ssl_fingerprint = attrs.TextAttr('ssl_fingerprint', label=_('TLS fingerprint'), style='font-monospace')
    description = attrs.TextAttr('description')


class NodeMetricsPanel(panels.ObjectAttributesPanel):
    title = _('Metrics')
    online = NodeStateAttr()
    cpu = CpuAttr()
    max_cpu = attrs.TextAttr('max_cpu', label=_('CPU threads'))
    memory = BytesAttr('memory', _('Memory'))
    disk = BytesAttr('disk', _('Disk'))
    uptime = UptimeAttr('uptime')
    boot_time = AgeAttr('boot_time', label=_('Started'))
    metrics_read_at = AgeAttr('metrics_read_at', label=_('Metrics read'))
    last_read = AgeAttr('last_seen', label=_('Last read'))

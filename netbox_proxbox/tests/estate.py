"""Rows that the suites are run over: three of each model."""

from netbox_proxbox.models import ProxboxBackend, ProxmoxCluster, ProxmoxEndpoint, ProxmoxNode, SyncRun

__all__ = ('make_backends', 'make_clusters', 'make_endpoints', 'make_nodes', 'make_runs')


def make_backends(number: int = 3) -> list[ProxboxBackend]:
    """Save backends "Backend 1" and so on."""
    backends = [
        ProxboxBackend(name=f'Backend {i}', base_url=f'http://proxbox-{i}:8800', api_key='k' * 32)
        for i in range(1, number + 1)
    ]
    return ProxboxBackend.objects.bulk_create(backends)


def make_endpoints(number: int = 3) -> list[ProxmoxEndpoint]:
    """Save endpoints "Endpoint 1" and so on, each with a backend of its own."""
    endpoints = [
        ProxmoxEndpoint(
            name=f'Endpoint {i}',
            backend=backend,
            ip_address=f'192.0.2.{i}',
            domain=f'pve-{i}.example.net',
            password='not-to-be-shown',
        )
        for i, backend in enumerate(make_backends(number), start=1)
    ]
    return ProxmoxEndpoint.objects.bulk_create(endpoints)


def make_clusters(number: int = 3) -> list[ProxmoxCluster]:
    """Save clusters "Cluster 1" and so on, each with an endpoint of its own."""
    clusters = [
        ProxmoxCluster(
            name=f'Cluster {i}', endpoint=endpoint, cluster_id=f'id-{i}', mode='cluster', nodes_count=i, version=i
        )
        for i, endpoint in enumerate(make_endpoints(number), start=1)
    ]
    return ProxmoxCluster.objects.bulk_create(clusters)


def make_nodes(number: int = 3) -> list[ProxmoxNode]:
    """Save nodes "node-1" and so on, one for each of as many clusters."""
    nodes = [
        ProxmoxNode(
            name=f'node-{i}',
            endpoint=cluster.endpoint,
            proxmox_cluster=cluster,
            node_id=i,
            ip_address=f'10.0.0.{i}',
            online=i != number,
            cpu_usage=i / 10,
            max_cpu=i * 8,
            memory_usage=i * 2**30,
            max_memory=4 * i * 2**30,
            disk_usage=i * 2**33,
            max_disk=2**35,
            uptime=i * 86400,
            pve_version=f'8.4.{i}',
            ssl_fingerprint=f'AB:CD:{i}',
        )
        for i, cluster in enumerate(make_clusters(number), start=1)
    ]
    return ProxmoxNode.objects.bulk_create(nodes)


def make_runs(number: int = 3) -> list[SyncRun]:
    """Save succeeded runs, each of an endpoint of its own."""
    runs = [SyncRun(endpoint=endpoint, status='succeeded', trigger='manual') for endpoint in make_endpoints(number)]
    return SyncRun.objects.bulk_create(runs)

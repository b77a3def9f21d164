"""The system job that NetBox's background worker does."""

import pytest
from core.models import Job
from netbox.registry import registry

from netbox_proxbox.choices import HeartbeatKindChoices
from netbox_proxbox.jobs import ProxboxWatchJob
from netbox_proxbox.models import Heartbeat


def test_netbox_schedules_it() -> None:
    assert registry['system_jobs'][ProxboxWatchJob] == {'interval': 5}


@pytest.mark.django_db
def test_it_looks() -> None:
    job = Job.objects.create(name=ProxboxWatchJob.name, job_id='00000000-0000-0000-0000-000000000001')
    ProxboxWatchJob.handle(job)

    job.refresh_from_db()
    assert (job.status, job.log_entries[0]['message']) == ('completed', '0 events sent')
    assert {beat.kind for beat in Heartbeat.objects.all()} == {HeartbeatKindChoices.WATCH}

"""The stages of a run as a page shows them."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from netbox_proxbox.models import SyncRun
from netbox_proxbox.ui.run_stages import stage_rows


def shown(**note: Any) -> str:
    """The table of a run whose topology was read with such a note."""
    rows = list(stage_rows(SyncRun(stages={'fetch-cluster': {'state': 'done', **note}}), None))
    return render_to_string('netbox_proxbox/panels/run_stages.html', {'stages': rows})


def test_who_answered_is_told_and_why_others_did_not() -> None:
    page = shown(
        requests=2,
        answered_by='192.0.2.12:8006',
        passed_over=['Proxmox VE at 192.0.2.11:8006 cannot be reached for endpoint "lab". The connection is refused.'],
    )
    assert 'Answered by 192.0.2.12:8006.' in page
    assert '<li>Proxmox VE at 192.0.2.11:8006 cannot be reached for endpoint &quot;lab&quot;.' in page


@pytest.mark.parametrize('note', [{}, {'requests': 3, 'retries': []}])
def test_nothing_is_told_of_who_answered_where_nobody_knows(note: dict[str, Any]) -> None:
    assert 'Answered by' not in shown(**note)
    assert '<ul' not in shown(**note)

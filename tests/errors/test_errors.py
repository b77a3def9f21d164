"""The tree of errors: every error speaks for itself and survives the way through a process pool."""

import pickle

import pytest

from netbox_proxbox import errors

LEAVES: list[errors.ProxboxError] = [
    errors.BackendAnswerInvalid('main', 'It answered with HTML.'),
    errors.BackendDecryptionFailed('main'),
    errors.BackendKeyRefused('main'),
    errors.BackendLockedOut('main', retry_after=300),
    errors.BackendNeedsTls('main'),
    errors.BackendPaused('main', 'Its key was refused.'),
    errors.BackendRateLimited('main', retry_after=60),
    errors.BackendTimeout('main'),
    errors.BackendTlsError('main'),
    errors.BackendUnavailable('main'),
    errors.BackendUnreachable('main'),
    errors.BackendWithoutTls('main'),
    errors.DeletionsHeld('lab', {'pve1': 'limit', 'pve2': 'limit'}),
    errors.EndpointBacksOff('lab', '12:00:00'),
    errors.NotAsPreviewed('lab', ['pve1 is deleted'], []),
    errors.DuplicateCluster('lab', 'lab-cluster', 'old-lab'),
    errors.EndpointDisabled('lab'),
    errors.EndpointEdited('lab'),
    errors.EndpointLoginRefused('lab', 'main'),
    errors.EndpointNotOpened('lab', 'main'),
    errors.EndpointRejected('lab', 'main'),
    errors.EndpointRightsMissing('lab', 'main'),
    errors.EndpointStatusUnreadable('lab', 'main'),
    errors.EndpointTimeout('lab', 'main'),
    errors.EndpointUnavailable('lab', 'main'),
    errors.EndpointUnreachable('lab', 'main'),
    errors.MemberTrackedElsewhere('lab', 'pve1', 'old-lab'),
    errors.NoMemberAnswers('lab', [errors.ProxmoxTimeout('lab', 'pve1:8006')]),
    errors.NothingInCommon('lab', 'the cluster "prod"', 'the node "pve1"'),
    errors.OlderConfiguration('lab', 'lab-cluster', 1, 5),
    errors.ProxmoxAnswerInvalid('lab', 'pve1:8006'),
    errors.ProxmoxCertificateChanged('lab', 'pve1:8006', 'AA:BB', 'CC:DD'),
    errors.ProxmoxCertificateExpired('lab', 'pve1:8006'),
    errors.ProxmoxCertificateForAnotherName('lab', 'pve1:8006'),
    errors.ProxmoxConnectionClosed('lab', 'pve1:8006'),
    errors.ProxmoxHandshakeFailed('lab', 'pve1:8006'),
    errors.ProxmoxLoginRefused('lab', 'pve1:8006'),
    errors.ProxmoxNeedsSecondFactor('lab', 'pve1:8006'),
    errors.ProxmoxRightsMissing('lab', 'pve1:8006'),
    errors.ProxmoxTimeout('lab', 'pve1:8006'),
    errors.ProxmoxTlsError('lab', 'pve1:8006'),
    errors.ProxmoxTooOld('lab', 'pve1:8006'),
    errors.ProxmoxUnavailable('lab', 'pve1:8006'),
    errors.ProxmoxUnreachable('lab', 'pve1:8006'),
    errors.ProxmoxWithoutTls('lab', 'pve1:8006'),
    errors.ReadingIncomplete('lab', 'main'),
    errors.RegistrationStale('lab', 'main'),
    errors.SecretKeyMissing('API key of backend "main"'),
    errors.SecretUnreadable('API key of backend "main"'),
    errors.SomethingElseAnswers('lab', 'pve1:8006'),
    errors.SyncInProgress(7),
    errors.TurnedStandalone('lab', 'lab-cluster', 'pve1'),
    errors.EventsLost(missed='event rule "main"'),
    errors.PublishFailed(reason='OSError'),
    errors.RunLost(stage='reconcile'),
    errors.StageCrashed(stage='reconcile', error='ValueError'),
    errors.StageOutOfTime(stage='reconcile'),
]
# Bases that are never raised themselves.
ABSTRACT = {errors.ProxboxError, errors.ReadingHeld, errors.SecretError, errors.SyncError}
# Kinds that have the code of another.
ALL = [
    *LEAVES,
    errors.BackendCutOff('main'),
    errors.LostMember('lab', 'main', 'Members in its corosync.conf: 3.'),
]
# What they are about is told by the page of the run.
OF_A_RUN = (
    errors.PublishFailed,
    errors.RunLost,
    errors.StageCrashed,
    errors.StageOutOfTime,
    errors.SyncInProgress,
)
TRANSIENT = {
    'backend-rate-limited',
    'backend-timeout',
    'backend-unavailable',
    'backend-unreachable',
    'endpoint-not-opened',
    'endpoint-status-unreadable',
    'endpoint-timeout',
    'endpoint-unavailable',
    'endpoint-unreachable',
    'proxmox-connection-closed',
    'proxmox-unavailable',
    'proxmox-unreachable',
}
ASKED_TWICE_AT_MOST = {
    'endpoint-not-opened',
    'endpoint-status-unreadable',
    'proxmox-connection-closed',
}


def all_kinds(base: type[errors.ProxboxError] = errors.ProxboxError) -> set[type[errors.ProxboxError]]:
    ours = (kind for kind in base.__subclasses__() if kind.__module__.startswith('netbox_proxbox.'))
    return {base} | {found for kind in ours for found in all_kinds(kind)}


def test_none_is_left_out() -> None:
    raised = all_kinds() - ABSTRACT - {errors.BackendError, errors.EndpointError, errors.ProxmoxError}
    assert {type(error) for error in ALL} == raised


@pytest.mark.parametrize('error', ALL, ids=lambda error: type(error).__name__)
def test_names_what_it_is_about_and_what_to_do(error: errors.ProxboxError) -> None:
    assert str(error) == f'{error.cause} {error.cure}'
    assert any(f'"{name}"' in error.cause for name in ('main', 'lab')) or isinstance(error, OF_A_RUN)
    assert error.cause.endswith('.')
    assert error.cure


@pytest.mark.parametrize('error', ALL, ids=lambda error: type(error).__name__)
def test_survives_pickling(error: errors.ProxboxError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(copy), str(copy), copy.retry_after) == (type(error), str(error), error.retry_after)


def test_each_has_its_own_code() -> None:
    assert len({error.code for error in LEAVES}) == len(LEAVES)


def test_exactly_these_may_be_retried() -> None:
    assert {error.code for error in LEAVES if error.transient} == TRANSIENT


def test_exactly_these_may_be_retried_once() -> None:
    assert {error.code for error in LEAVES if error.attempts == 2} == ASKED_TWICE_AT_MOST


def test_only_what_gets_worse_by_asking_again_pauses_a_backend() -> None:
    assert {error.code for error in LEAVES if error.pauses_backend} == {'backend-key-refused', 'backend-locked-out'}


def test_braces_in_a_name_are_only_text() -> None:
    assert '"{0} {backend}"' in errors.BackendTimeout('{0} {backend}').cause


def test_a_detail_of_others_can_be_stored() -> None:
    error = errors.EndpointError('lab', 'main', 'It said\x00a\ud800lot.')
    assert error.cause.endswith('"lab". It said a lot.')
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301


def test_a_detail_is_part_of_the_cause() -> None:
    assert errors.BackendTlsError('main', 'It does not speak TLS.').cause.endswith('"main". It does not speak TLS.')

"""Everything that can go wrong between NetBox and Proxmox VE, as one tree of errors.

    ProxboxError
    ├─ BackendError                  proxbox-api itself
    │  ├─ BackendUnreachable         connection refused, name not found                   transient
    │  │  └─ BackendCutOff           before the whole answer was there
    │  ├─ BackendTimeout             no answer in time                                    transient
    │  ├─ BackendUnavailable         still starting, or a proxy in front of it says so    transient
    │  ├─ BackendRateLimited         429, too many requests                               transient
    │  ├─ BackendTlsError            its certificate is not trusted
    │  ├─ BackendWithoutTls          https:// on a port of plain HTTP
    │  ├─ BackendNeedsTls            http:// on a port of TLS
    │  ├─ BackendKeyRefused          401, the API key is wrong or missing                 pauses the backend
    │  ├─ BackendLockedOut           429, too many wrong keys                             pauses the backend
    │  ├─ BackendDecryptionFailed    its PROXBOX_ENCRYPTION_KEY was changed or is missing
    │  └─ BackendAnswerInvalid       HTML, not JSON, other types, redirect, too large, unknown status
    ├─ ProxmoxError                  Proxmox VE, read directly
    │  ├─ ProxmoxUnreachable         connection refused, name not found, no route, cut    transient
    │  ├─ ProxmoxConnectionClosed    closed before TLS: ALLOW_FROM, a firewall            transient, twice
    │  ├─ ProxmoxTimeout             no answer in time
    │  ├─ ProxmoxWithoutTls          nobody speaks TLS on that port
    │  ├─ ProxmoxHandshakeFailed     no version or cipher of TLS in common
    │  ├─ ProxmoxTlsError            its certificate is not trusted
    │  │  ├─ ProxmoxCertificateExpired
    │  │  ├─ ProxmoxCertificateForAnotherName
    │  │  └─ ProxmoxCertificateChanged  another one than the pinned one
    │  ├─ SomethingElseAnswers       a page, a redirect, other JSON, a proxy              transient if of a proxy
    │  ├─ ProxmoxAnswerInvalid       Proxmox VE, with an answer that nobody knows
    │  ├─ ProxmoxTooOld              501, a call that it lacks
    │  ├─ ProxmoxUnavailable         500, 595, 596: one of its services                    transient
    │  ├─ ProxmoxLoginRefused        401
    │  ├─ ProxmoxNeedsSecondFactor   a password alone is not enough
    │  └─ ProxmoxRightsMissing       403
    ├─ NoMemberAnswers               none of several addresses, and why
    ├─ EndpointError                 Proxmox VE behind proxbox-api
    │  ├─ EndpointUnreachable        no connection, or its certificate is not trusted     transient
    │  ├─ EndpointTimeout            no answer in time                                    transient
    │  ├─ EndpointUnavailable        reached, and answers with an error of its own        transient
    │  ├─ EndpointNotOpened          not reached, or the login is refused: not told which transient, twice
    │  ├─ EndpointLoginRefused       wrong token or password
    │  ├─ EndpointRightsMissing      the login works, its rights do not suffice
    │  ├─ EndpointStatusUnreadable   rights that do not suffice, or a fault: not told     transient, twice
    │  ├─ EndpointRejected           proxbox-api refuses to register it
    │  ├─ RegistrationStale          its id in proxbox-api is unknown, disabled, or means another endpoint
    │  └─ ReadingIncomplete          an answer that cannot be the whole truth
    │     └─ LostMember              corosync does not run on the member that answered
    ├─ SyncError                     NetBox's own reasons not to read or write
    │  ├─ SyncInProgress             another run of this endpoint is active
    │  ├─ DuplicateCluster           another endpoint already tracks this cluster
    │  ├─ MemberTrackedElsewhere     a standalone host that another endpoint tracks in a cluster
    │  ├─ ReadingHeld                what was read waits for a person
    │  │  ├─ TurnedStandalone        a known cluster answers as a standalone host
    │  │  ├─ NothingInCommon         none of the nodes that were read is known
    │  │  └─ OlderConfiguration      the version of corosync's configuration fell
    │  ├─ BackendPaused              a refused key, or a locked one
    │  ├─ EndpointBacksOff           it failed several times in a row, and is left in peace
    │  ├─ EndpointDisabled           switched off in NetBox
    │  ├─ EndpointEdited             it led elsewhere when it was read
    │  ├─ PublishFailed              the broker did not take a message
    │  ├─ StageCrashed               a stage stopped with an error that nobody foresaw
    │  ├─ StageOutOfTime             a stage reached its time limit
    │  ├─ RunLost                    a worker or a message vanished
    │  ├─ EventsLost                 rows were written, and not everybody in NetBox was told
    │  ├─ DeletionsHeld              rows were written, and deletions wait for a person
    │  └─ NotAsPreviewed             what a preview showed is not what would be changed now
    └─ SecretError                   secrets at rest
       ├─ SecretUnreadable           none of the keys decrypts it
       └─ SecretKeyMissing           there is no key at all

Each error says its cause and its cure in sentences for an administrator; neither ever holds a secret.
"""

from .backend import (
    BackendAnswerInvalid,
    BackendCutOff,
    BackendDecryptionFailed,
    BackendError,
    BackendKeyRefused,
    BackendLockedOut,
    BackendNeedsTls,
    BackendRateLimited,
    BackendTimeout,
    BackendTlsError,
    BackendUnavailable,
    BackendUnreachable,
    BackendWithoutTls,
)
from .base import ProxboxError
from .endpoint import (
    EndpointError,
    EndpointLoginRefused,
    EndpointNotOpened,
    EndpointRejected,
    EndpointRightsMissing,
    EndpointStatusUnreadable,
    EndpointTimeout,
    EndpointUnavailable,
    EndpointUnreachable,
    ReadingIncomplete,
    RegistrationStale,
)
from .held import DeletionsHeld, several
from .membership import (
    LostMember,
    MemberTrackedElsewhere,
    NothingInCommon,
    OlderConfiguration,
    ReadingHeld,
    TurnedStandalone,
)
from .not_as_previewed import NotAsPreviewed
from .proxmox import (
    NoMemberAnswers,
    ProxmoxAnswerInvalid,
    ProxmoxCertificateChanged,
    ProxmoxCertificateExpired,
    ProxmoxCertificateForAnotherName,
    ProxmoxConnectionClosed,
    ProxmoxError,
    ProxmoxHandshakeFailed,
    ProxmoxLoginRefused,
    ProxmoxNeedsSecondFactor,
    ProxmoxRightsMissing,
    ProxmoxTimeout,
    ProxmoxTlsError,
    ProxmoxTooOld,
    ProxmoxUnavailable,
    ProxmoxUnreachable,
    ProxmoxWithoutTls,
    SomethingElseAnswers,
)
from .run import EventsLost, PublishFailed, RunLost, StageCrashed, StageOutOfTime
from .secret import SecretError, SecretKeyMissing, SecretUnreadable
from .sync import (
    BackendPaused,
    DuplicateCluster,
    EndpointBacksOff,
    EndpointDisabled,
    EndpointEdited,
    SyncError,
    SyncInProgress,
)

__all__ = (
    'BackendAnswerInvalid',
    'BackendCutOff',
    'BackendDecryptionFailed',
    'BackendError',
    'BackendKeyRefused',
    'BackendLockedOut',
    'BackendNeedsTls',
    'BackendPaused',
    'BackendRateLimited',
    'BackendTimeout',
    'BackendTlsError',
    'BackendUnavailable',
    'BackendUnreachable',
    'BackendWithoutTls',
    'DeletionsHeld',
    'DuplicateCluster',
    'EndpointBacksOff',
    'EndpointDisabled',
    'EndpointEdited',
    'EndpointError',
    'EndpointLoginRefused',
    'EndpointNotOpened',
    'EndpointRejected',
    'EndpointRightsMissing',
    'EndpointStatusUnreadable',
    'EndpointTimeout',
    'EndpointUnavailable',
    'EndpointUnreachable',
    'EventsLost',
    'LostMember',
    'MemberTrackedElsewhere',
    'NoMemberAnswers',
    'NotAsPreviewed',
    'NothingInCommon',
    'OlderConfiguration',
    'ProxboxError',
    'ProxmoxAnswerInvalid',
    'ProxmoxCertificateChanged',
    'ProxmoxCertificateExpired',
    'ProxmoxCertificateForAnotherName',
    'ProxmoxConnectionClosed',
    'ProxmoxError',
    'ProxmoxHandshakeFailed',
    'ProxmoxLoginRefused',
    'ProxmoxNeedsSecondFactor',
    'ProxmoxRightsMissing',
    'ProxmoxTimeout',
    'ProxmoxTlsError',
    'ProxmoxTooOld',
    'ProxmoxUnavailable',
    'ProxmoxUnreachable',
    'ProxmoxWithoutTls',
    'PublishFailed',
    'ReadingHeld',
    'ReadingIncomplete',
    'RegistrationStale',
    'RunLost',
    'SecretError',
    'SecretKeyMissing',
    'SecretUnreadable',
    'SomethingElseAnswers',
    'StageCrashed',
    'StageOutOfTime',
    'SyncError',
    'SyncInProgress',
    'TurnedStandalone',
    'several',
)

"""The names of the event types, as event rules, conditions and webhooks have them. Pure."""

from typing import Final

__all__ = (
    'ANSWERS_AGAIN',
    'BACKS_OFF',
    'BEAT_HEARD',
    'BEAT_SILENT',
    'DELETION_HELD',
    'ENDPOINT_IN_TIME',
    'ENDPOINT_OVERDUE',
    'MODE_CHANGED',
    'NODE_FLAPPING',
    'NODE_JOINED',
    'NODE_LEFT',
    'NODE_MISSING',
    'NODE_OFFLINE',
    'NODE_ONLINE',
    'NODE_STEADY',
    'QUORUM_LOST',
    'QUORUM_REGAINED',
    'READING_HELD',
    'SYNC_FAILED',
    'SYNC_WORKS',
    'WORKER_HEARD',
    'WORKER_SILENT',
)

NODE_OFFLINE: Final = 'proxbox_node_offline'
NODE_ONLINE: Final = 'proxbox_node_online'
NODE_JOINED: Final = 'proxbox_node_joined'
NODE_LEFT: Final = 'proxbox_node_left'
NODE_MISSING: Final = 'proxbox_node_missing'
NODE_FLAPPING: Final = 'proxbox_node_flapping'
NODE_STEADY: Final = 'proxbox_node_steady'
QUORUM_LOST: Final = 'proxbox_quorum_lost'
QUORUM_REGAINED: Final = 'proxbox_quorum_regained'
MODE_CHANGED: Final = 'proxbox_mode_changed'
SYNC_FAILED: Final = 'proxbox_sync_failed'
SYNC_WORKS: Final = 'proxbox_sync_works'
DELETION_HELD: Final = 'proxbox_deletion_held'
READING_HELD: Final = 'proxbox_reading_held'
ENDPOINT_OVERDUE: Final = 'proxbox_endpoint_overdue'
ENDPOINT_IN_TIME: Final = 'proxbox_endpoint_in_time'
BACKS_OFF: Final = 'proxbox_backs_off'
ANSWERS_AGAIN: Final = 'proxbox_answers_again'
WORKER_SILENT: Final = 'proxbox_worker_silent'
WORKER_HEARD: Final = 'proxbox_worker_heard'
BEAT_SILENT: Final = 'proxbox_beat_silent'
BEAT_HEARD: Final = 'proxbox_beat_heard'

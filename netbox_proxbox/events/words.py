"""What an event says, in a sentence for people."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox_proxbox.errors import several

from . import names
from .news import News

__all__ = ('sentence_of',)

OF_NODES: Final[Mapping[str, Callable[[int], str]]] = {
    names.NODE_OFFLINE: lambda count: ngettext(
        '{nodes} of {where} went offline.', '{count} nodes of {where} went offline: {nodes}.', count
    ),
    names.NODE_ONLINE: lambda count: ngettext(
        '{nodes} of {where} is online again.', '{count} nodes of {where} are online again: {nodes}.', count
    ),
    names.NODE_JOINED: lambda count: ngettext(
        '{nodes} joined {where}.', '{count} nodes joined {where}: {nodes}.', count
    ),
    names.NODE_LEFT: lambda count: ngettext('{nodes} left {where}.', '{count} nodes left {where}: {nodes}.', count),
    names.NODE_MISSING: lambda count: ngettext(
        '{nodes} is missing in what {where} answers, and is kept in NetBox for now.',
        '{count} nodes are missing in what {where} answers, and are kept in NetBox for now: {nodes}.',
        count,
    ),
    names.NODE_FLAPPING: lambda count: ngettext(
        '{nodes} of {where} is flapping: its state changes again and again. More is told when it is steady.',
        '{count} nodes of {where} are flapping: their states change again and again. More is told when they are '
        'steady: {nodes}.',
        count,
    ),
    names.NODE_STEADY: lambda count: ngettext(
        '{nodes} of {where} is steady again, and {state}.',
        '{count} nodes of {where} are steady again, and {state}: {nodes}.',
        count,
    ),
    names.DELETION_HELD: lambda count: ngettext(
        '{nodes} is gone from {where}. Whether NetBox deletes it waits for a decision.',
        '{count} nodes are gone from {where}: {nodes}. Whether NetBox deletes them waits for a decision.',
        count,
    ),
}
OF_A_WHOLE: Final[Mapping[str, Callable[[News], str]]] = {
    names.QUORUM_LOST: lambda _news: _('{where} lost its quorum.'),
    names.QUORUM_REGAINED: lambda _news: _('{where} has quorum again.'),
    names.MODE_CHANGED: lambda news: (
        _('{where} was a standalone host and is a cluster now.')
        if news.fields['mode'][1] == 'cluster'
        else _('{where} was a cluster and is a standalone host now.')
    ),
}


def sentence_of(news: News, where: str) -> str:
    """Say what happened; `where` names the cluster, or the endpoint."""
    if names.NODE_STEADY in news.also:
        # Which says in which state.
        return sentence_of(News(event=names.NODE_STEADY, nodes=news.nodes, fields=news.fields), where)
    words = OF_A_WHOLE[news.event](news) if news.event in OF_A_WHOLE else OF_NODES[news.event](len(news.nodes))
    told = words.format(
        nodes=several([node.name for node in news.nodes]),
        count=len(news.nodes),
        where=where,
        state=_('online') if news.fields.get('online', (None, True))[1] else _('offline'),
    )
    along = (sentence_of(News(event=event, nodes=news.nodes), where) for event in news.also)
    return ' '.join([told, *along])

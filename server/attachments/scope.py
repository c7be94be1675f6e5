"""Who sees attachments: whoever sees their work order, whose scope rule names them as children."""

from server.attachments.schema import ATTACHMENT, Attachment
from server.gateway.call import ScopeRule

# The kind stands to the right, so it is named by its word.
WORK_ORDER = "work_order"


def _parents(attachment: Attachment) -> list[tuple[str, str]]:
    return [(WORK_ORDER, attachment.work_order_id)]


SCOPES: tuple[ScopeRule, ...] = (ScopeRule(ATTACHMENT, parents=_parents),)

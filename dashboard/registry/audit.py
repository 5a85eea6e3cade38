"""The journal of decisions, reveals, exports, sign-ins and settings: a hash chain.

Each entry's hash covers the entry and the hash before it, so that no line can be changed or taken
out unnoticed. The length of the chain and its head are kept in ``office_fact`` too: a chain whose
tail was cut off would otherwise still look whole.
"""

from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.models import AuditEntry
from dashboard.registry.office_facts import get_fact, set_fact

GENESIS = bytes(32)
CHAIN_HEAD = "audit_head"
# Two entries at once must not follow the same predecessor; the lock ends with the transaction.
CHAIN_LOCK = 32750001


def record(session: Session, actor: str, action: str, subject: str, **detail: Any) -> None:
    """Append an entry in the transaction of what it tells about. Never pass personal data.

    Args:
        actor: user name, or ``sistem``.
        action: what was done, a verb such as ``tolak``.
        subject: what it was done to, such as ``permohonan:17``.
        detail: JSON values.
    """
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK)))
    count, prior = _head(session)
    occurred_at = dt.datetime.now(dt.UTC)
    session.add(
        entry := AuditEntry(
            occurred_at=occurred_at,
            actor=actor,
            action=action,
            subject=subject,
            detail=detail,
            prior_hash=prior,
            hash=_hash(prior, occurred_at, actor, action, subject, detail),
        )
    )
    session.flush()
    set_fact(session, CHAIN_HEAD, f"{count + 1}:{entry.hash.hex()}")


def verify(session: Session) -> str | None:
    """Recompute the whole chain.

    Returns:
        ``None`` when it is whole, else a sentence that names the first break.
    """
    expected_count, expected_head = _head(session)
    prior, count = GENESIS, 0
    for entry in session.scalars(
        sa.select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    ):
        count += 1
        own = _hash(prior, entry.occurred_at, entry.actor, entry.action, entry.subject, entry.detail)
        if entry.prior_hash != prior or entry.hash != own:
            return f"Catatan ke-{count} (id {entry.id}) berubah atau catatan sebelumnya hilang."
        prior = entry.hash
    if (count, prior) != (expected_count, expected_head):
        return f"Jurnal berisi {count} catatan, seharusnya {expected_count}: ujungnya terpotong."
    return None


def _head(session: Session) -> tuple[int, bytes]:
    stored = get_fact(session, CHAIN_HEAD)
    if stored is None:
        return 0, GENESIS
    count, head = stored.split(":")
    return int(count), bytes.fromhex(head)


def _hash(
    prior: bytes, at: dt.datetime, actor: str, action: str, subject: str, detail: dict[str, Any]
) -> bytes:
    moment = at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    line = json.dumps([moment, actor, action, subject, detail], sort_keys=True, ensure_ascii=False)
    return sha256(prior + line.encode()).digest()

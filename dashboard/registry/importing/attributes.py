"""Raw values of a log into rows of the reference tables, registering new ones where allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry.importing.mapping import CHANNELS, Attribute, Mapping, MappingError, lookup
from dashboard.registry.models import (
    Base,
    Kecamatan,
    Kelurahan,
    PickupLocation,
    RejectionReason,
    Service,
    ServiceVariant,
)

MOST_NEW_ROWS = 500
"""More new reference rows than this mean that a column of free text was mapped with ``create``."""

LAST_POSITION = 1000
TABLES: dict[str, type[Base]] = {
    "layanan": Service,
    "kecamatan": Kecamatan,
    "kelurahan": Kelurahan,
    "lokasi": PickupLocation,
    "reason": RejectionReason,
}


@dataclass(frozen=True, slots=True)
class Place:
    """The resolved attributes of one application; ``None`` is "tidak diketahui"."""

    service: str | None
    variant: str | None
    kecamatan: str | None
    kelurahan: str | None
    location: str | None
    channel: str | None


class Reference:
    """The known rows of the reference tables, and what the mapping makes of a log's values.

    Raises:
        MappingError: the mapping names a code that its table does not have.
    """

    def __init__(self, session: Session, mapping: Mapping) -> None:
        self._mapping = mapping
        self._attributes = mapping.attributes.named()
        self._known = {name: self._read(session, TABLES[name]) for name in TABLES}
        self._known["kanal"] = {channel: channel for channel in CHANNELS}
        self._variants: dict[str | None, dict[str, str]] = {}
        for row in session.scalars(sa.select(ServiceVariant)):
            known = self._variants.setdefault(row.service_code, {})
            known[row.code] = row.code
            known.setdefault(row.name.casefold(), row.code)
        self._kecamatan_of = {row.code: row.kecamatan_code for row in session.scalars(sa.select(Kelurahan))}
        self._answers: dict[tuple[str, str, str | None], str | None] = {}
        self._created = 0
        self._check_targets()

    def place(self, session: Session, values: dict[str, str]) -> Place:
        """The attributes of an application from its raw values (by attribute name, empty = missing)."""
        service = self._code(session, "layanan", values)
        kelurahan = self._code(session, "kelurahan", values)
        return Place(
            service=service,
            variant=self._code(session, "varian", values, service) if service else None,
            kecamatan=self._code(session, "kecamatan", values) or self._kecamatan_of.get(kelurahan or ""),
            kelurahan=kelurahan,
            location=self._code(session, "lokasi", values),
            channel=self._code(session, "kanal", values),
        )

    def reason(self, session: Session, raw: str) -> str | None:
        """The code of a rejection reason."""
        return self._code(session, "reason", {"reason": raw})

    def _code(
        self, session: Session, name: str, values: dict[str, str], service: str | None = None
    ) -> str | None:
        attribute = self._attributes.get(name)
        if attribute is None:
            return None
        key = (name, values.get(name, ""), service)
        if key not in self._answers:
            self._answers[key] = self._resolve(session, name, attribute, key[1], service)
        return self._answers[key]

    def _resolve(
        self, session: Session, name: str, attribute: Attribute, raw: str, service: str | None
    ) -> str | None:
        known = self._variants.setdefault(service, {}) if name == "varian" else self._known[name]
        wanted = lookup(attribute.values, raw) if raw else None
        for candidate in (wanted, raw):
            if candidate:
                code = known.get(candidate) or known.get(candidate.casefold())
                if code is not None:
                    return code
        if raw and attribute.create:
            return self._register(session, name, known, wanted, raw, service)
        if name == "varian" and attribute.default not in known:
            return None  # a default variant counts only for the services that have it
        return attribute.default

    def _register(
        self,
        session: Session,
        name: str,
        known: dict[str, str],
        wanted: str | None,
        raw: str,
        service: str | None,
    ) -> str:
        self._created += 1
        if self._created > MOST_NEW_ROWS:
            raise MappingError(
                f"Atribut {name} menghasilkan lebih dari {MOST_NEW_ROWS} baris acuan baru;"
                " matikan create atau lengkapi tabel values."
            )
        code = _free_code(wanted or raw, known)
        session.add(self._row(name, code, raw, service))
        session.flush()
        known[code] = known[raw.casefold()] = code
        return code

    def _row(self, name: str, code: str, label: str, service: str | None) -> Base:
        source = self._mapping.name
        common: dict[str, Any] = {"code": code, "position": LAST_POSITION, "confidence": "low"}
        match name:
            case "layanan":
                # Not offered to residents: it is a service of the other system.
                return Service(**common, name=label, source=source, in_eopen=False, self_print=False)
            case "lokasi":
                return PickupLocation(**common, name=label, source=source, kind="lain")
            case "reason":
                return RejectionReason(**common, label=label)
            case "varian":
                return ServiceVariant(**common, service_code=service, name=label)
            case _:
                return Kecamatan(code=code, name=label, source=source)

    def _check_targets(self) -> None:
        for name, attribute in self._attributes.items():
            if name == "varian":
                continue
            targets = [] if attribute.create else list(attribute.values.values())
            targets += [attribute.default] if attribute.default is not None else []
            unknown = sorted({target for target in targets if target not in self._known[name].values()})
            if unknown:
                raise MappingError(
                    f"Pemetaan {name} menyebut kode yang tidak ada: {', '.join(unknown)}."
                    f" Kode yang ada: {', '.join(sorted(set(self._known[name].values()))[:60])}."
                )

    @staticmethod
    def _read(session: Session, model: Any) -> dict[str, str]:
        """Codes by code and by name; a name that two rows share finds neither."""
        label = model.label if model is RejectionReason else model.name
        rows = [(code, text) for code, text in session.execute(sa.select(model.code, label))]
        names = [text.casefold() for _, text in rows]
        known = {text.casefold(): code for code, text in rows if names.count(text.casefold()) == 1}
        return known | {code: code for code, _ in rows}


def _free_code(text: str, taken: dict[str, str]) -> str:
    """A code made of a value's letters and digits that no row has yet."""
    stem = re.sub(r"[^A-Z0-9]+", "_", text.upper()).strip("_")[:40] or "LAIN"
    code, number = stem, 2
    while code in taken.values():
        code, number = f"{stem}_{number}", number + 1
    return code

"""Sample documents for the simulated city: a few files, plainly marked, shared by the cases to be judged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

import sqlalchemy as sa
import typst
from sqlalchemy.orm import Session

from dashboard.registry.document_store import DocumentStore, StoredFile
from dashboard.registry.models import RequestDocument

SAMPLE = "contoh-"
PIXELS_PER_INCH = 130.0


@dataclass(frozen=True)
class SamplePaper:
    """One sample file and the document types it stands for."""

    name: str
    format: Literal["png", "pdf"]
    kind: Literal["kartu", "surat"]
    title: str
    lines: tuple[tuple[str, str], ...]
    types: tuple[str, ...] = ()


PERSON = (("Nama", "WARGA CONTOH"), ("NIK", "3275 0000 0000 0000"), ("Alamat", "Jalan Contoh Nomor 1"))
PAPERS = (
    SamplePaper(
        "ktp", "png", "kartu", "Kartu Tanda Penduduk", PERSON,
        ("KTP_EL", "KTP_EL_LAMA", "KTP_EL_RUSAK", "KTP_ORTU", "KTP_ALMARHUM", "KTP_SAKSI", "KIA_LAMA",
         "KIA_RUSAK", "FOTO_2X3", "FOTO_4X6", "IKD_AKTIF"),
    ),
    SamplePaper(
        "kk", "pdf", "surat", "Kartu Keluarga", (("Nomor", "3275 0000 0000 0000"), *PERSON),
        ("KK", "KK_LAMA", "KK_RUSAK"),
    ),
    SamplePaper(
        "akta", "png", "surat", "Kutipan Akta", (("Nomor akta", "3275-LU-00000000-0000"), *PERSON),
        ("AKTA_LAHIR", "AKTA_RUSAK", "BUKU_NIKAH", "KUTIPAN_AKTA_KAWIN", "AKTA_STATUS_LAMA"),
    ),
    SamplePaper("surat", "pdf", "surat", "Surat Keterangan", PERSON),
)  # fmt: skip
"""The last one stands for every other type."""

Samples = Mapping[SamplePaper, StoredFile]

MISSING_OF_100 = 9
"""Made up: this many of a hundred required documents were not uploaded."""

ATTACH = sa.text(
    """
    insert into request_document
        (request_id, document_code, storage_name, content_type, size_bytes, sha256, uploaded_at)
    select request.id, requirement.document_code, sample.storage_name, sample.content_type,
           sample.size_bytes, sample.sha256, request.submitted_at
    from request
    join requirement using (service_code, variant_code)
    cross join lateral (
        select * from sample_paper where document_code in (requirement.document_code, '')
        order by document_code desc limit 1
    ) sample
    where (request.status in ('VERIFIKASI', 'PROSES')
           or exists (select from quality_review look
                      where look.request_id = request.id and look.decided_at is null))
      and (cast(:request_id as bigint) is null or request.id = :request_id)
      and (requirement.is_mandatory or hashtext(requirement.document_code || request.id) % 2 = 0)
      and (hashtext(request.id || requirement.document_code) & 2147483647) % 100 >= :missing
      and not exists (select from request_document known where known.request_id = request.id)
    order by request.id, requirement.position
    """
)
"""Which documents are there is drawn from their names, so that the same city has the same gaps."""


def ensure_demo_documents(session: Session, store: DocumentStore) -> int:
    """Give the open cases of a simulated city, and those that wait for a second look, their documents, once.

    Returns:
        How many documents were added; none when there are samples already.
    """
    known = sa.select(sa.exists().where(RequestDocument.storage_name.startswith(SAMPLE)))
    if session.scalar(known):
        return 0
    _name_samples(session, {paper: store.save(_made(paper), name=SAMPLE + paper.name) for paper in PAPERS})
    return _attach(session, None)


def known_samples(session: Session) -> Samples:
    """The samples that a city has; empty when it has none."""
    found = {row.storage_name: StoredFile(*row) for row in session.execute(_SAMPLES)}
    return {paper: found[SAMPLE + paper.name] for paper in PAPERS if SAMPLE + paper.name in found}


def attach_samples(session: Session, request_id: int, samples: Samples) -> int:
    """Give a new application of a living city its sample documents."""
    if len(samples) < len(PAPERS):
        return 0
    _name_samples(session, samples)
    return _attach(session, request_id)


_SAMPLES = (
    sa.select(
        RequestDocument.storage_name,
        RequestDocument.content_type,
        RequestDocument.size_bytes,
        RequestDocument.sha256,
    )
    .where(RequestDocument.storage_name.startswith(SAMPLE))
    .distinct()
)


def _made(paper: SamplePaper) -> bytes:
    made = typst.compile(
        (files("dashboard.simulation") / "papers.typ").read_bytes(),
        format=paper.format,
        ppi=PIXELS_PER_INCH,
        sys_inputs={"jenis": paper.kind, "judul": paper.title, "baris": json.dumps(paper.lines)},
        ignore_system_fonts=True,
    )
    # A picture has one page: of several, typst gives a list.
    return made[0] if isinstance(made, list) else made


def _name_samples(session: Session, stored: Samples) -> None:
    """A table for this transaction: which sample stands for which type of document."""
    session.execute(
        sa.text(
            "create temp table sample_paper (document_code text, storage_name text, content_type text,"
            " size_bytes integer, sha256 bytea) on commit drop"
        )
    )
    rows = [{"code": code, **vars(file)} for paper, file in stored.items() for code in paper.types or ("",)]
    session.execute(
        sa.text(
            "insert into sample_paper values (:code, :storage_name, :content_type, :size_bytes, :sha256)"
        ),
        rows,
    )


def _attach(session: Session, request_id: int | None) -> int:
    added = session.execute(ATTACH, {"request_id": request_id, "missing": MISSING_OF_100})
    return int(added.rowcount)  # type: ignore[attr-defined]

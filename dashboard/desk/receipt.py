"""``/loket/tanda-bukti``: a slip with the number of an application as a code, for its owner to bring along.

It names nobody: the number, the service, the place and the day say enough, and a lost slip tells no more.
"""

from __future__ import annotations

import json
from importlib.resources import files

import typst
import zxingcpp
from flask import Flask, Response, make_response
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from dashboard.access.accounts import current_account
from dashboard.access.guard import check
from dashboard.access.permissions import Permission
from dashboard.office import Office
from dashboard.registry.case_file import names_of
from dashboard.registry.counter import CounterCase, counter_case
from dashboard.registry.numbers import parse_request_number
from dashboard.registry.wording import date_in_words

PATH = "/loket/tanda-bukti"
MISSING = "belum ditentukan"


def receipt_address(number: str) -> str:
    """Where the slip of an application is printed from."""
    return f"{PATH}/{number}"


def install_receipt_route(server: Flask, office: Office) -> None:
    """Serve the slips of the applications in an officer's scope; others are as unknown as none."""

    @server.get(f"{PATH}/<number>", endpoint="tanda_bukti")
    def receipt(number: str) -> Response:
        check(Permission.LAYANI_LOKET)
        request_id = parse_request_number(number)
        with office.database.session() as session:
            case = counter_case(session, office.vault, current_account(), request_id) if request_id else None
            if case is None:
                raise NotFound("Permohonan ini tidak ditemukan, atau di luar wilayah kerja Anda.")
            words = in_words(session, case)
        answer = make_response(to_pdf(words))
        answer.headers["Content-Type"] = "application/pdf"
        answer.headers["Content-Disposition"] = f'inline; filename="tanda-bukti-{case.number}.pdf"'
        answer.headers["Cache-Control"] = "no-store"
        return answer


def in_words(session: Session, case: CounterCase) -> dict[str, str]:
    """What the slip says."""
    names = names_of(session)
    service = names.services.get(case.service_code or "", MISSING)
    variant = names.variants.get((case.service_code or "", case.variant_code or ""))
    return {
        "nomor": case.number,
        "layanan": f"{service}, {variant}" if variant else service,
        "lokasi": names.locations.get(case.location_code or "", MISSING),
        "hari": date_in_words(case.pickup_day) if case.pickup_day else MISSING,
    }


def to_pdf(words: dict[str, str]) -> bytes:
    """The slip on a sheet of A6; the code holds the number and nothing else."""
    code = zxingcpp.create_barcode(words["nomor"], zxingcpp.BarcodeFormat.QRCode)
    made: bytes = typst.compile(  # type: ignore[assignment]  # the stub names one return type for both paths
        (files("dashboard.desk") / "receipt.typ").read_bytes(),
        format="pdf",
        sys_inputs={"isi": json.dumps(words, ensure_ascii=False), "kode": code.to_svg()},
        ignore_system_fonts=True,  # the same slip on every machine
    )
    return made

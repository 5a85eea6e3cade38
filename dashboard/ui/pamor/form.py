"""The form to apply for a resident, made for a telephone at a doorstep: one column, big fields."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.ui.pamor import ids
from dashboard.ui.pamor.ids import FormIds
from dashboard.ui.pamor.listing import PATH, TICK_MILLISECONDS
from dashboard.ui.queue.words import day_in_short

if TYPE_CHECKING:
    from dashboard.registry.assisted import PickupChoice
    from dashboard.registry.documents import RequiredDocument

NONE = "tidak"
NOT_CHOSEN = "belum"
"""Values of choices that are none; an empty one would show an empty field."""
CHOOSE = {"label": "Pilih …", "value": NOT_CHOSEN}
AT_HOME = {"label": "Dicetak sendiri, tanpa tanggal", "value": NONE}
FULL = "penuh"

FIELDS: dict[str, str] = {
    "nik": "NIK",
    "name": "Nama lengkap",
    "phone": "Nomor telepon",
    "kelurahan_code": "Kelurahan",
    "address": "Alamat",
    "service_code": "Layanan",
    "variant_code": "Jenis permohonan",
    "location_code": "Lokasi pengambilan",
    "pickup_day": "Tanggal pengambilan",
    "visit": "Kunjungan ke rumah",
    "priority": "Warga yang didahulukan",
    "consent": "Persetujuan warga",
}
"""The fields of ``registry.assisted.Entry`` that the form asks for, in its order."""


def entry_frame(consents: Mapping[str, str], priorities: Mapping[str, str]) -> html.Div:
    """The whole form; callbacks fill the other choices.

    Args:
        consents: how a resident may have agreed, in words by code.
        priorities: why a resident is served earlier, in words by code.
    """
    return html.Div(
        [
            *form_stores(ids.NEW),
            back_link(),
            html.H1("Ajukan untuk warga"),
            html.P(
                "Isian tidak disimpan di telepon ini. Bidang bertanda * wajib diisi.", className="pengantar"
            ),
            html.Div(id=ids.NEW.outage, role="alert", className="antrean-gangguan"),
            summary_box(ids.NEW),
            html.Div(
                [
                    html.Div([_resident(), _circumstances(consents, priorities)]),
                    html.Div([_application(), _pickup()]),
                ],
                className="pamor-kolom",
            ),
            send_box(ids.NEW, "Kirim permohonan"),
        ],
        className="antrean pamor pamor-formulir pamor-lebar",
    )


def form_stores(form: FormIds) -> list[Any]:
    """What a form keeps in this page's memory: its own key, what is wrong, and no personal data."""
    return [
        dcc.Location(id=form.go, refresh="callback-nav"),
        dcc.Interval(id=form.tick, interval=TICK_MILLISECONDS),
        dcc.Store(id=form.form_key, data=uuid.uuid4().hex),
        dcc.Store(id=form.faults),
        dcc.Store(id=form.refresh),
    ]


def back_link() -> dcc.Link:
    """Back to the list."""
    return dcc.Link("‹ Halo Pamor", href=PATH, className="pamor-kembali")


def summary_box(form: FormIds) -> html.Div:
    """Where all mistakes are listed together; it takes the focus when there are any."""
    return html.Div(id=form.summary, className="pamor-ringkasan", tabIndex=-1, role="alert")


def send_box(form: FormIds, label: str) -> html.Div:
    """The one button, and what became of it."""
    return html.Div(
        [
            html.Div(id=form.message, role="alert", className="periksa-pesan"),
            html.Button(label, id=form.send, type="button", className="btn btn-primary btn-lg"),
            html.P(
                "Tekan sekali. Bila jawaban tidak datang, tekan lagi; permohonan tetap tercatat satu kali.",
                className="panel-sub",
            ),
        ],
        className="pamor-kirim",
    )


def _part(title: str, *fields: Any) -> html.Section:
    return html.Section([html.H2(title), *fields], className="panel pamor-bagian", **{"aria-label": title})


def field(
    name: str, control: Any, hint: Any = None, *, is_required: bool = False, form: FormIds = ids.NEW
) -> html.Div:
    """A labelled control with its hint, and room for what is wrong with it."""
    mark = html.Span(" *", **{"aria-hidden": "true"}) if is_required else None
    return html.Div(
        [
            dbc.Label([FIELDS[name], mark], html_for=form.field(name)),
            hint,
            control,
            html.P(id=f"{form.field(name)}-salah", className="pamor-salah", hidden=True),
        ],
        className="pamor-isian",
    )


def _hint(text: str, name: str | None = None) -> html.Small:
    return html.Small(text, className="pamor-ket", **({"id": name} if name else {}))


def _text(name: str, **options: Any) -> dbc.Input:
    # What is typed is personal: the browser neither remembers nor corrects it.
    return dbc.Input(id=ids.NEW.field(name), value="", autocomplete="off", **options)


def select(
    name: str, options: Sequence[Mapping[str, Any]], value: str = NOT_CHOSEN, *, form: FormIds = ids.NEW
) -> dbc.Select:
    """A choice of a form."""
    return dbc.Select(id=form.field(name), options=list(options), value=value)


def _resident() -> html.Section:
    remark = html.P(id=ids.NIK_REMARK, className="pamor-ket pamor-catatan", role="status")
    return _part(
        "Warga",
        field(
            "nik",
            html.Div([_text("nik", inputmode="numeric", maxLength=24), remark]),
            _hint("16 angka, seperti pada KK atau KTP-el."),
            is_required=True,
        ),
        field("name", _text("name", maxLength=120), _hint("Seperti pada KK."), is_required=True),
        field("phone", _text("phone", type="tel", inputmode="tel", maxLength=24)),
        field("kelurahan_code", select("kelurahan_code", [CHOOSE]), is_required=True),
        field("address", _text("address", maxLength=200), _hint("Wajib bila meminta kunjungan ke rumah.")),
    )


def _application() -> html.Section:
    return _part(
        "Permohonan",
        field("service_code", select("service_code", [CHOOSE]), is_required=True),
        field("variant_code", select("variant_code", [CHOOSE]), is_required=True),
        html.Div(id=ids.DOCUMENTS, className="pamor-syarat", **{"aria-live": "polite"}),
    )


def _pickup() -> html.Section:
    return _part(
        "Pengambilan",
        field("location_code", select("location_code", [CHOOSE]), is_required=True),
        day_field(ids.NEW),
        field("visit", select("visit", visit_options({}), NONE)),
    )


def day_field(form: FormIds) -> html.Div:
    """The choice of the day."""
    hint = html.Small(id=form.day_hint, className="pamor-ket", **{"aria-live": "polite"})
    control = select("pickup_day", [CHOOSE], form=form)
    return field("pickup_day", control, hint, is_required=True, form=form)


def _circumstances(consents: Mapping[str, str], priorities: Mapping[str, str]) -> html.Section:
    reasons = {code: words.capitalize() for code, words in priorities.items()}
    options = [{"label": "Tidak ada keadaan khusus", "value": NONE}, *options_of(reasons)]
    return _part(
        "Keadaan dan persetujuan",
        field("priority", select("priority", options, NONE)),
        consent_field(ids.NEW, consents),
    )


def consent_field(form: FormIds, consents: Mapping[str, str]) -> html.Div:
    """How the resident agreed."""
    hint = _hint("Dicatat di jurnal bersama nama Anda.")
    control = select("consent", [CHOOSE, *options_of(consents)], form=form)
    return field("consent", control, hint, is_required=True, form=form)


def options_of(names: Mapping[str, str]) -> list[dict[str, str]]:
    """Choices of codes and names."""
    return [{"label": name, "value": code} for code, name in names.items()]


def visit_options(offered: Mapping[str, str]) -> list[dict[str, str]]:
    """The visits that may be wished for, and none."""
    return [{"label": "Tidak perlu dikunjungi", "value": NONE}, *options_of(offered)]


def choose_from(names: Mapping[str, str]) -> list[dict[str, str]]:
    """Choices of which none is made yet."""
    return [CHOOSE, *options_of(names)]


def day_options(choices: Iterable[PickupChoice], *, may_print: bool) -> list[dict[str, str]]:
    """The days with the places left on each; a full one can be asked for, and its refusal is counted."""
    days = [{"label": _day(choice), "value": choice.day.isoformat()} for choice in choices]
    return [AT_HOME if may_print else CHOOSE, *days]


def _day(choice: PickupChoice) -> str:
    # As short as a telephone shows in one line.
    left = f"sisa {choice.left} tempat" if choice.left else FULL
    return f"{day_in_short(choice.day)} · {left}"


def day_hint(choices: Sequence[PickupChoice], chosen: str | None, *, may_print: bool) -> str:
    """What to know about the day that is chosen."""
    taken = {choice.day.isoformat(): choice.left for choice in choices}
    if chosen in taken and not taken[chosen]:
        return "Tanggal ini penuh. Pilih hari lain; bila tetap dikirim, dicatat sebagai tidak tertampung."
    if choices and not any(taken.values()):
        return "Semua hari di lokasi ini penuh. Coba lokasi lain."
    if may_print:
        return "Dokumen ini dapat dicetak sendiri; tanggal hanya bila warga ingin mengambilnya di kantor."
    return "3 sampai 7 hari kerja dari sekarang, dengan sisa tempatnya."


def document_list(documents: Sequence[RequiredDocument]) -> Any:
    """What the chosen variant asks for; the files follow once there is a number."""
    if not documents:
        return None
    lines = [html.Li([html.Span(document.label), html.Small(need_of(document))]) for document in documents]
    return [
        html.H3("Berkas yang diperlukan"),
        html.Ul(lines),
        html.P("Berkas diunggah setelah permohonan mendapat nomor.", className="pamor-ket"),
    ]


def need_of(document: RequiredDocument) -> str:
    """Whether a document is asked of everybody."""
    return "wajib" if document.is_mandatory else document.condition or "bila perlu"

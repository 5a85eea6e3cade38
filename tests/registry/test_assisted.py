"""Cases that a Satgas Pamor enters and follows: whose they are, and what residents are told."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from dashboard.registry import assisted, booking, workflow
from dashboard.registry.assisted import Entry
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import (
    Applicant,
    AuditEntry,
    Booking,
    Kelurahan,
    Request,
    RequestDocument,
    Slot,
    SlotRefusal,
    UserKelurahan,
    VisitWish,
)
from dashboard.registry.personal import Person, PersonalDataVault
from dashboard.registry.workflow import Application, ApplicationInvalid, RejectionChoice, StepNotAllowed
from tests.registry.conftest import TestOfficer, add_officer
from tests.registry.crowd import at_once

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=WIB)
HOME, NEXT_DOOR, ELSEWHERE = "32.75.09.1001", "32.75.09.1002", "32.75.10.1001"
NIK = "3275990101900001"


class Desk:
    """An office with two Satgas Pamor, one of a kelurahan and one of none, and an admin."""

    def __init__(self, database: RequestDatabase) -> None:
        self.database, self.vault = database, PersonalDataVault.demo()
        with database.session.begin() as session:
            self.calendar = WorkCalendar(session)
            booking.open_slots(session, self.calendar, MONDAY.date())
            self.tuti = add_officer(session, "tuti", "pamor")
            self.wawan = add_officer(session, "wawan", "pamor")
            self.umar = add_officer(session, "umar", "admin")
            self.ani = add_officer(session, "ani")
            session.add(UserKelurahan(user_id=self.tuti.id, kelurahan_code=HOME))
        self.days = booking.pickup_days(self.calendar.at("KEC_09"), MONDAY.date())

    def entry(self, **changes: object) -> Entry:
        values = {
            "form_key": uuid.uuid4().hex,
            "nik": NIK,
            "name": "Budi Santoso",
            "service_code": "KTP_EL",
            "variant_code": "baru",
            "kelurahan_code": HOME,
            "location_code": "KEC_09",
            "pickup_day": self.days[0],
            "consent": "hadir",
        }
        return Entry(**{**values, **changes})  # type: ignore[arg-type]

    def enter(self, entry: Entry, officer: TestOfficer | None = None) -> assisted.Entered:
        return assisted.enter(
            self.database.session, self.vault, self.calendar, officer or self.tuti, entry, at=MONDAY
        )

    def stored(self) -> list[Request]:
        with self.database.session() as session:
            return list(session.scalars(sa.select(Request).order_by(Request.id)))

    def submit(self, number: int, kelurahan: str = HOME, channel: str = "halo_pamor") -> int:
        """An application that somebody else entered."""
        application = Application(
            person=Person(nik=f"327599010190{number:04d}", name="Siti Aminah"),
            service_code="KK", variant_code="baru", kelurahan_code=kelurahan, location_code="KEC_09",
            channel=channel,
        )  # fmt: skip
        with self.database.session.begin() as session:
            return workflow.submit(session, self.vault, self.calendar, application, at=MONDAY).id

    def step(self, request_id: int, take: object, *details: object) -> None:
        with self.database.session.begin() as session:
            workflow.claim(session, self.ani, request_id, at=MONDAY)
            version = session.get_one(Request, request_id).version
            take(session, self.calendar, self.ani, request_id, *details, version=version, at=MONDAY)  # type: ignore[operator]

    def followed(self, officer: TestOfficer | None = None, **filters: str) -> list[assisted.AssistedCase]:
        with self.database.session() as session:
            return list(
                assisted.assisted_page(session, self.vault, officer or self.tuti, **filters).items  # type: ignore[arg-type]
            )

    def case(self, request_id: int, officer: TestOfficer | None = None) -> assisted.AssistedCase | None:
        with self.database.session() as session:
            return assisted.assisted_case(session, self.vault, officer or self.tuti, request_id)

    def journal(self, action: str) -> list[AuditEntry]:
        with self.database.session() as session:
            return list(session.scalars(sa.select(AuditEntry).where(AuditEntry.action == action)))

    def refuse(self, request_id: int) -> int:
        self.step(request_id, workflow.reject, (RejectionChoice("BERKAS_BURAM", is_primary=True),))
        return request_id

    def ready(self, request_id: int) -> int:
        for take in (workflow.accept, workflow.finish):
            self.step(request_id, take)
        return request_id

    def repeat(
        self, request_id: int, officer: TestOfficer | None = None, **changes: object
    ) -> assisted.Entered:
        given = {"consent": "hadir", "at": MONDAY, **changes}
        sessions = self.database.session
        return assisted.repeat(sessions, self.calendar, officer or self.tuti, request_id, **given)  # type: ignore[arg-type]


@pytest.fixture
def desk(database: RequestDatabase) -> Desk:
    return Desk(database)


# --- entering -------------------------------------------------------------------------------------


def test_an_application_for_a_resident_says_who_entered_it_and_why_it_is_urgent(desk: Desk) -> None:
    entered = desk.enter(desk.entry(nik="3275 9901 0190 0001", kk="3275.9901.0120.0001", priority="lansia"))

    (request,) = desk.stored()
    assert entered == assisted.Entered(f"EO-{request.id:08d}", is_repeat=False)
    assert (request.channel, request.entered_by, request.priority) == ("halo_pamor", desk.tuti.id, "lansia")
    with desk.database.session() as session:
        sealed = session.scalars(sa.select(Applicant.sealed)).one()
        assert (
            session.scalar(sa.select(Slot.taken).where(Slot.location_code == "KEC_09", Slot.taken > 0)) == 1
        )
    person = desk.vault.unseal(sealed)
    assert (person.nik, person.name, person.kk) == (NIK, "Budi Santoso", "3275990101200001")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"nik": ""}, "Isi NIK"),
        ({"nik": "327599010190000"}, "yang diisi 15 angka"),
        ({"nik": "32759901019000011"}, "yang diisi 17 angka"),
        ({"nik": "327599010190000x"}, "hanya terdiri atas angka"),
        ({"nik": "٣٢٧٥٩٩٠١٠١٩٠٠٠٠١"}, "hanya terdiri atas angka"),
        ({"name": " "}, "Isi nama"),
        ({"kk": "123"}, "Nomor KK"),
        ({"phone": "123"}, "Nomor telepon"),
        ({"service_code": "TIDAK_ADA"}, "Pilih layanan"),
        ({"variant_code": "tidak_ada"}, "Pilih jenis permohonan"),
        ({"kelurahan_code": NEXT_DOOR}, "di luar wilayah dampingan"),
        ({"location_code": "BULAN"}, "Pilih lokasi"),
        ({"pickup_day": None}, "pilih tanggal"),
        ({"pickup_day": MONDAY.date()}, "tidak dapat dipilih lagi"),
        ({"priority": "teman"}, "Pilih prioritas"),
        ({"form_key": "1"}, "Formulir ini tidak dikenal"),
        ({"consent": ""}, "Catat persetujuan"),
        ({"consent": "entah"}, "Catat persetujuan"),
        ({"visit": "antar_dokumen", "address": "Jalan Contoh 1"}, "Kunjungan ini tidak ada"),
        ({"visit": "perekaman", "service_code": "KK", "address": "Jalan 1"}, "Kunjungan ini tidak ada"),
        ({"visit": "verifikasi"}, "Isi alamat"),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk: Desk, changes: dict[str, object], message: str) -> None:
    with pytest.raises(ApplicationInvalid, match=message):
        desk.enter(desk.entry(**changes))

    assert desk.stored() == []


def test_a_nik_of_another_city_is_taken(desk: Desk) -> None:
    desk.enter(desk.entry(nik="3578080102030001"))

    assert len(desk.stored()) == 1


def test_a_document_that_is_printed_at_home_needs_no_day(desk: Desk) -> None:
    desk.enter(desk.entry(service_code="KK", pickup_day=None))

    assert [request.service_code for request in desk.stored()] == ["KK"]


def test_an_admin_without_kelurahan_enters_for_the_whole_city_but_not_outside_the_scope(desk: Desk) -> None:
    desk.enter(desk.entry(kelurahan_code=ELSEWHERE), desk.umar)

    with pytest.raises(ApplicationInvalid, match="di luar wilayah dampingan"):
        desk.enter(desk.entry(nik=NIK[:-1] + "2"), replace(desk.umar, areas=("32.75.10",)))
    with pytest.raises(ApplicationInvalid, match="Pilih lokasi"):
        desk.enter(desk.entry(nik=NIK[:-1] + "2"), replace(desk.umar, locations=("DINAS",)))
    assert len(desk.stored()) == 1


def test_a_full_day_is_refused_remembered_and_nothing_is_stored(desk: Desk) -> None:
    with desk.database.session.begin() as session:
        session.execute(sa.update(Slot).where(Slot.day == desk.days[0]).values(quota=0))

    with pytest.raises(booking.SlotFull, match="sudah penuh"):
        desk.enter(entry := desk.entry())

    assert desk.stored() == []
    with desk.database.session() as session:
        refusal = session.scalars(sa.select(SlotRefusal)).one()
        choices = assisted.pickup_choices(session, desk.calendar, "KEC_09", at=MONDAY)
    assert (refusal.day, refusal.location_code, refusal.channel) == (desk.days[0], "KEC_09", "halo_pamor")
    assert (refusal.service_code, refusal.kecamatan_code) == ("KTP_EL", "32.75.09")
    assert [(choice.day, choice.left > 0) for choice in choices] == [
        (day, day != desk.days[0]) for day in desk.days
    ]
    assert not desk.enter(replace(entry, pickup_day=desk.days[1])).is_repeat


def test_a_form_sent_twice_is_one_application(desk: Desk) -> None:
    entry = desk.entry()

    first, second = desk.enter(entry), desk.enter(entry)

    assert (second.number, second.is_repeat) == (first.number, True)
    assert len(desk.stored()) == 1


def test_a_second_place_for_the_same_service_is_told_in_words(desk: Desk) -> None:
    desk.enter(desk.entry())

    with pytest.raises(ApplicationInvalid, match="sudah memiliki tanggal ambil yang aktif"):
        desk.enter(desk.entry(variant_code="rusak", pickup_day=desk.days[1]))


def test_what_the_form_leaves_empty_is_not_forgotten(desk: Desk) -> None:
    desk.enter(desk.entry(phone="0812-3456-7890", address="Jalan Contoh 1 RT 001/RW 002"))
    desk.enter(desk.entry(service_code="KK", pickup_day=None, name="Budi  Santosa"))

    with desk.database.session() as session:
        person = desk.vault.unseal(session.scalars(sa.select(Applicant.sealed)).one())
    assert (person.name, person.phone) == ("Budi Santosa", "081234567890")
    assert person.address == "Jalan Contoh 1 RT 001/RW 002"


def send(database: RequestDatabase, officer: TestOfficer, ready: Callable[[], None]) -> str:
    """One process sends the same form as its twins, for the only place of a day."""
    with database.session() as session:
        calendar = WorkCalendar(session)
    day = booking.pickup_days(calendar.at("KEC_09"), MONDAY.date())[0]
    entry = Entry(
        "0" * 32, NIK, "Budi Santoso", "KTP_EL", "baru", HOME, "KEC_09", pickup_day=day, consent="hadir"
    )
    ready()
    vault = PersonalDataVault.demo()
    return assisted.enter(database.session, vault, calendar, officer, entry, at=MONDAY).number


def test_a_form_sent_twice_at_once_is_one_application(desk: Desk) -> None:
    with desk.database.session.begin() as session:
        session.execute(sa.update(Slot).values(quota=1))

    answers = at_once(send, desk.database, [desk.tuti, desk.tuti, desk.tuti])

    (request,) = desk.stored()
    assert {answer for _, answer in answers} == {f"EO-{request.id:08d}"}


def test_all_mistakes_are_told_at_once_by_field(desk: Desk) -> None:
    with pytest.raises(assisted.EntryRefused) as refused:
        desk.enter(desk.entry(nik="1", name="", service_code="", variant_code="", consent=""))

    assert set(refused.value.faults) == {"nik", "name", "service_code", "consent"}


def test_the_journal_knows_of_the_consent_and_of_nobody(desk: Desk) -> None:
    entered = desk.enter(desk.entry(consent="keluarga"))

    (line,) = desk.journal("ajukan untuk warga")
    assert (line.actor, line.subject) == ("tuti", f"permohonan:{int(entered.number[3:])}")
    assert line.detail == {"persetujuan": "Anggota keluarga menyetujui atas nama warga"}


def test_a_visit_is_wished_for_with_the_application(desk: Desk) -> None:
    entered = desk.enter(desk.entry(visit="perekaman", address="Jalan Contoh 1"))

    with desk.database.session() as session:
        wish = session.scalars(sa.select(VisitWish)).one()
    assert (wish.request_id, wish.purpose, wish.wished_by) == (
        int(entered.number[3:]), "perekaman", desk.tuti.id,
    )  # fmt: skip


def test_the_same_application_is_not_entered_beside_a_running_one(desk: Desk) -> None:
    first = desk.enter(desk.entry(service_code="KK", pickup_day=None))

    with pytest.raises(ApplicationInvalid, match="masih berjalan"):
        desk.enter(desk.entry(service_code="KK", pickup_day=None))
    desk.refuse(int(first.number[3:]))

    assert not desk.enter(desk.entry(service_code="KK", pickup_day=None)).is_repeat


def test_a_satgas_pamor_without_kelurahan_helps_nowhere(desk: Desk) -> None:
    desk.enter(desk.entry())

    with pytest.raises(ApplicationInvalid, match="di luar wilayah dampingan"):
        desk.enter(desk.entry(nik=NIK[:-1] + "2"), desk.wawan)
    assert desk.followed(desk.wawan) == []
    with desk.database.session() as session:
        assert assisted.places_for(session, desk.wawan)[0] == {}
        assert assisted.assisted_counts(session, desk.wawan) == {"": 0, assisted.NEEDS_RESIDENT: 0}


# --- once more ------------------------------------------------------------------------------------


def test_a_refused_application_is_repeated_once_for_the_same_resident(desk: Desk) -> None:
    refused = desk.refuse(desk.submit(1))

    first, second = desk.repeat(refused, consent="tertulis"), desk.repeat(refused)

    _, request = desk.stored()
    assert (first, second.number, second.is_repeat) == (
        assisted.Entered(f"EO-{request.id:08d}", is_repeat=False), first.number, True,
    )  # fmt: skip
    assert (request.resubmission_of, request.entered_by, request.channel) == (
        refused, desk.tuti.id, "halo_pamor",
    )  # fmt: skip
    (line,) = desk.journal("ajukan ulang untuk warga")
    assert line.detail == {"persetujuan": "Ada surat kuasa tertulis"}


def test_a_repeat_needs_a_day_where_the_document_is_fetched(desk: Desk) -> None:
    refused = desk.refuse(int(desk.enter(desk.entry()).number[3:]))

    with pytest.raises(assisted.EntryRefused) as missing:
        desk.repeat(refused, consent="")
    with desk.database.session.begin() as session:
        session.execute(sa.update(Slot).where(Slot.day == desk.days[0]).values(quota=0))
    with pytest.raises(booking.SlotFull):
        desk.repeat(refused, pickup_day=desk.days[0])

    assert set(missing.value.faults) == {"consent", "pickup_day"}
    assert len(desk.stored()) == 1
    with desk.database.session() as session:
        assert session.scalars(sa.select(SlotRefusal.kecamatan_code)).all() == ["32.75.09"]
    assert not desk.repeat(refused, pickup_day=desk.days[1]).is_repeat


def test_what_is_still_running_or_foreign_is_not_repeated(desk: Desk) -> None:
    running, foreign = desk.submit(1), desk.refuse(desk.submit(2, NEXT_DOOR))

    with pytest.raises(StepNotAllowed, match="tidak dapat diajukan ulang"):
        desk.repeat(running)
    for unknown in (foreign, 999_999):
        with pytest.raises(StepNotAllowed, match="tidak ditemukan, atau bukan warga dampingan"):
            desk.repeat(unknown)
    with pytest.raises(StepNotAllowed, match="bukan warga dampingan"):
        desk.repeat(desk.refuse(running), desk.wawan)

    assert len(desk.stored()) == 2


# --- following ------------------------------------------------------------------------------------


def test_an_account_follows_its_own_cases_and_halo_pamor_of_its_kelurahan(desk: Desk) -> None:
    colleague = desk.submit(11)
    desk.submit(12, NEXT_DOOR)
    desk.submit(13, channel="aplikasi")
    desk.enter(desk.entry())
    desk.enter(desk.entry(nik=NIK[:-1] + "2"), desk.umar)

    tuti, umar = desk.followed(), desk.followed(desk.umar)

    assert [(case.request_id == colleague, case.is_mine) for case in tuti] == [
        (False, False), (False, True), (True, False),
    ]  # fmt: skip
    assert [case.is_mine for case in umar] == [True]
    assert {case.applicant.name for case in tuti} == {"B*** S******", "S*** A*****"}
    assert desk.followed(replace(desk.tuti, locations=("DINAS",))) == []
    assert desk.followed(replace(desk.tuti, areas=("32.75.10",))) == []


def test_a_refused_case_says_why_whose_fault_it_was_and_whether_it_was_repeated(desk: Desk) -> None:
    ours, theirs = desk.submit(1), desk.submit(2)
    desk.step(
        ours,
        workflow.reject,
        (RejectionChoice("LAINNYA", note="Nama beda"), RejectionChoice("KUOTA_HABIS", is_primary=True)),
    )
    desk.step(theirs, workflow.reject, (RejectionChoice("BERKAS_BURAM", is_primary=True),))
    with desk.database.session.begin() as session:
        repeat = workflow.resubmit(session, desk.calendar, theirs, at=MONDAY).id

    cases = {case.request_id: case for case in desk.followed()}

    assert [reason.code for reason in cases[ours].refusals] == ["KUOTA_HABIS", "LAINNYA"]
    assert cases[ours].refusals[1].words.endswith(": Nama beda")
    assert (cases[ours].is_our_fault, cases[theirs].is_our_fault) == (True, False)
    assert (cases[ours].repeated_by, cases[theirs].repeated_by) == (None, f"EO-{repeat:08d}")


def test_a_rejection_that_was_corrected_is_not_told(desk: Desk) -> None:
    request_id = desk.submit(1)
    desk.step(request_id, workflow.reject, (RejectionChoice("BERKAS_BURAM", is_primary=True),))
    with desk.database.session.begin() as session:
        version = session.get_one(Request, request_id).version
        workflow.correct(session, desk.calendar, desk.ani, request_id, "Salah", version=version, at=MONDAY)
    desk.step(request_id, workflow.reject, (RejectionChoice("BUKAN_ASLI", is_primary=True),))

    (case,) = desk.followed()

    # The mistake, its correction and the decision that stands lie at one moment.
    assert [reason.code for reason in case.refusals] == ["BUKAN_ASLI"]


def test_the_counts_agree_with_the_lists(desk: Desk) -> None:
    refused, failed, ready, repeated = (desk.submit(number) for number in range(1, 5))
    desk.submit(5)
    buram = (RejectionChoice("BERKAS_BURAM", is_primary=True),)
    desk.step(refused, workflow.reject, buram)
    desk.step(repeated, workflow.reject, buram)
    desk.step(failed, workflow.fail)
    for take in (workflow.accept, workflow.finish):
        desk.step(ready, take)
    with desk.database.session.begin() as session:
        workflow.resubmit(session, desk.calendar, repeated, at=MONDAY)

    with desk.database.session() as session:
        counts = assisted.assisted_counts(session, desk.tuti)
        assert assisted.assisted_kelurahan(session, desk.tuti).keys() == {HOME}

    assert counts == {
        "": 6,
        assisted.NEEDS_RESIDENT: 5,
        "VERIFIKASI": 2,
        "DITOLAK": 2,
        "GAGAL": 1,
        "SELESAI": 1,
    }
    for status, number in counts.items():
        assert len(desk.followed(status=status)) == number
    needy = desk.followed(status=assisted.NEEDS_RESIDENT)
    assert {case.request_id for case in needy} >= {refused, failed, ready}
    assert all(case.needs_resident for case in needy)
    assert desk.followed() == [*needy, *(case for case in desk.followed() if not case.needs_resident)]
    assert desk.followed(kelurahan=NEXT_DOOR) == []


def test_a_kelurahan_whose_code_begins_another_does_not_open_it(desk: Desk) -> None:
    with desk.database.session.begin() as session:
        session.add(Kelurahan(code=HOME + "1", name="Lebih Panjang", kecamatan_code="32.75.09"))
        session.add(Kelurahan(code=HOME[:-1], name="Lebih Pendek", kecamatan_code="32.75.09"))
    for number, code in enumerate((HOME + "1", HOME[:-1])):
        longer = desk.submit(number, code)
        assert desk.case(longer) is None
        assert desk.followed(kelurahan=code) == []
        with pytest.raises(ApplicationInvalid, match="di luar wilayah dampingan"):
            desk.enter(desk.entry(kelurahan_code=code))

    assert desk.followed() == []
    with desk.database.session() as session:
        assert assisted.places_for(session, desk.tuti)[0] == {HOME: "Jatimekar"}
        assert assisted.assisted_counts(session, desk.tuti)[""] == 0


def test_the_cases_of_a_kelurahan_that_was_taken_away_are_gone(desk: Desk) -> None:
    mine = int(desk.enter(desk.entry()).number[3:])
    assert desk.case(mine) is not None

    with desk.database.session.begin() as session:
        session.execute(sa.update(UserKelurahan).values(kelurahan_code=NEXT_DOOR))

    assert desk.followed() == []
    assert desk.case(mine) is None


def test_a_missed_pickup_is_told_with_its_day(desk: Desk) -> None:
    request_id = desk.ready(int(desk.enter(desk.entry()).number[3:]))
    booked = desk.case(request_id)
    with desk.database.session.begin() as session:
        session.execute(sa.update(Booking).values(outcome="tidak_hadir", settled_at=MONDAY))

    missed = desk.case(request_id)

    assert booked is not None
    assert missed is not None
    assert (booked.has_missed, missed.has_missed) == (False, True)
    assert booked.pickup_day == missed.pickup_day == desk.days[0]


def test_documents_that_are_missing_are_counted_until_they_are_there(desk: Desk) -> None:
    request_id = int(desk.enter(desk.entry()).number[3:])
    neighbour = int(desk.enter(desk.entry(nik=NIK[:-1] + "2")).number[3:])
    before = desk.case(request_id)

    with desk.database.session.begin() as session:
        for number, code in enumerate(("KK", "KK", "F_1_02")):
            session.add(
                RequestDocument(
                    request_id=request_id, document_code=code, storage_name=f"{number:032x}",
                    content_type="image/png", size_bytes=1, sha256=b"x" * 32,
                )
            )  # fmt: skip
    after = desk.case(request_id)

    assert before is not None
    assert after is not None
    assert (before.missing_documents, before.needs_resident) == (1, True)
    assert (after.missing_documents, after.needs_resident) == (0, False)
    assert [case.request_id for case in desk.followed(status=assisted.NEEDS_RESIDENT)] == [neighbour]


def test_a_ready_document_is_brought_on_wish_once_and_to_own_residents_only(desk: Desk) -> None:
    mine, foreign, open_case = (
        desk.ready(desk.submit(1)),
        desk.ready(desk.submit(2, NEXT_DOOR)),
        desk.submit(3),
    )

    def ask(request_id: int) -> None:
        with desk.database.session.begin() as session:
            assisted.ask_delivery(session, desk.calendar, desk.tuti, request_id, at=MONDAY)

    ask(mine)
    for request_id, message in ((mine, "sudah memiliki"), (foreign, "bukan warga"), (open_case, "berstatus")):
        with pytest.raises(workflow.WorkflowError, match=message):
            ask(request_id)

    with desk.database.session() as session:
        assert session.scalars(sa.select(VisitWish.request_id)).all() == [mine]
    case = desk.case(mine)
    assert case is not None
    assert case.has_wish


def test_the_list_is_paged_past_the_end_too(desk: Desk) -> None:
    numbers = {desk.submit(number) for number in range(5)}

    with desk.database.session() as session:
        pages = [
            assisted.assisted_page(session, desk.vault, desk.tuti, page=page, page_size=2)
            for page in (1, 2, 3, 9)
        ]

    assert [(page.offset, page.total, len(page.items)) for page in pages] == [
        (0, 5, 2), (2, 5, 2), (4, 5, 1), (4, 5, 1),
    ]  # fmt: skip
    assert {case.request_id for page in pages for case in page.items} == numbers

"""Keeps a simulated city going in real time, through the office's own workflow."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from dashboard.registry import booking, second_look, workflow
from dashboard.registry.calendar import WIB, WorkCalendar
from dashboard.registry.database import RequestDatabase
from dashboard.registry.models import (
    Applicant,
    HomeVisit,
    QualityReview,
    Request,
    Service,
    Transition,
    UserAccount,
)
from dashboard.registry.office_facts import data_kind
from dashboard.registry.personal import PersonalDataVault
from dashboard.registry.status import Status
from dashboard.simulation.assumptions import CHANNELS, DEFAULT, Assumptions
from dashboard.simulation.cases import Rows
from dashboard.simulation.city import City, read_city
from dashboard.simulation.demand import Demand
from dashboard.simulation.details import reason_weights
from dashboard.simulation.loading import OFFICER_PREFIX, CityNotWelcome
from dashboard.simulation.papers import attach_samples, known_samples
from dashboard.simulation.people import person

LOOK_BACK = dt.timedelta(days=28)
LONGEST_PAUSE_SECONDS = 5.0
NUMBERS_LEFT_TO_THE_CITY = 100_000_000
"""Live applicants are numbered from here on, away from those that a load made."""


@dataclass(frozen=True)
class SimulatedOfficer:
    """An officer of the simulation, working everywhere."""

    id: int
    username: str
    role: str = "petugas"
    locations: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    services: tuple[str, ...] | None = None


class LiveCity:
    """Arrivals and officers of a running city; every act is one short transaction."""

    def __init__(
        self,
        database: RequestDatabase,
        vault: PersonalDataVault,
        *,
        seed: int,
        speed: float = 1.0,
        assumptions: Assumptions = DEFAULT,
    ) -> None:
        self._database, self._vault, self._assumptions = database, vault, assumptions
        self._rng = np.random.default_rng([seed, int(time.time())])
        with database.session() as session:
            if data_kind(session) != "contoh":
                raise CityNotWelcome("Simulasi langsung hanya berjalan di atas data contoh.")
            self._calendar = WorkCalendar(session)
            self._city: City = read_city(session, assumptions)
            self._samples = known_samples(session)
            self._officers = [
                SimulatedOfficer(row.id, row.username)
                for row in session.scalars(
                    sa.select(UserAccount).where(UserAccount.username.startswith(OFFICER_PREFIX))
                )
            ]
            since = dt.datetime.now(dt.UTC) - LOOK_BACK
            lately = session.scalar(
                sa.select(sa.func.count()).select_from(Request).where(Request.submitted_at >= since)
            )
            self._people = NUMBERS_LEFT_TO_THE_CITY + (
                session.scalar(sa.select(sa.func.max(Applicant.id))) or 0
            )
        self.per_second = max(lately or 0, 1) / LOOK_BACK.total_seconds() * speed
        """Arrivals per second: the demand of the last four weeks, times the speed."""
        self._weights = reason_weights(self._city, assumptions)

    def arrive(self) -> int | None:
        """One new application; its id, or ``None`` when every pickup date was full."""
        case = self._draw()
        city = self._city
        location = city.locations[case["location"]]
        today = dt.datetime.now(WIB).date()
        needs_place = not city.self_print[case["service"]] and CHANNELS[case["channel"]] != "halo_petugas"
        days = booking.pickup_days(self._calendar.at(location), today) if needs_place else [None]
        self._people += 1
        for day in days:
            application = workflow.Application(
                person=person(self._people),
                service_code=city.services[case["service"]],
                variant_code=city.variants[case["variant"]],
                kelurahan_code=city.kelurahan[case["kelurahan"]],
                location_code=location,
                channel=CHANNELS[case["channel"]],  # type: ignore[arg-type]
                pickup_day=day,
            )
            try:
                with self._database.session.begin() as session:
                    request = workflow.submit(session, self._vault, self._calendar, application)
                    attach_samples(session, request.id, self._samples)
                    return request.id
            except booking.SlotFull:
                with self._database.session.begin() as session:
                    booking.record_refusal(
                        session,
                        location_code=location,
                        day=day or today,
                        service_code=application.service_code,
                        kecamatan_code=city.kelurahan_kecamatan[case["kelurahan"]],
                        channel=application.channel,
                    )
        return None

    def _draw(self) -> Rows:
        """One application drawn from the demand of today."""
        day = self._city.clock.index_of(dt.datetime.now(WIB).date())
        demand = Demand(self._city, self._assumptions, self._rng, first_day=day, last_day=day, requests=50)
        cases = demand.arrivals(self._rng, day)
        while len(cases) == 0:
            cases = demand.arrivals(self._rng, day)
        drawn: Rows = cases[int(self._rng.integers(len(cases)))]
        return drawn

    def work(self) -> int | None:
        """One officer takes the most urgent free case and decides it."""
        officer = self._officers[int(self._rng.integers(len(self._officers)))]
        with self._database.session.begin() as session:
            request_id = workflow.claim_next(session, officer)
        if request_id is not None:
            with self._database.session.begin() as session:
                self._decide(session, officer, session.get_one(Request, request_id))
        return request_id

    def _decide(self, session: Session, officer: SimulatedOfficer, request: Request) -> None:
        assumed, draw = self._assumptions, float(self._rng.random())
        chosen = (session, self._calendar, officer, request.id)
        if request.status == Status.VERIFIKASI:
            share = assumed.rejection_share.get(request.service_code or "*", assumed.rejection_share["*"])
            if draw < share:
                workflow.reject(*chosen, [self._reason(request)], version=request.version)
            else:
                workflow.accept(*chosen, version=request.version)
        elif draw < assumed.failure_share:
            workflow.fail(*chosen, version=request.version)
        else:
            workflow.finish(*chosen, version=request.version)

    def _reason(self, request: Request) -> workflow.RejectionChoice:
        codes = self._city.services
        row = codes.index(request.service_code) if request.service_code in codes else 0
        weights = self._weights[row] / self._weights[row].sum()
        code = self._city.reasons[int(self._rng.choice(len(weights), p=weights))]
        note = self._assumptions.free_text_reason if code in self._city.needs_text else ""
        return workflow.RejectionChoice(code, is_primary=True, note=note)

    def look_again(self) -> int | None:
        """One officer judges a decision of a colleague anew."""
        officer = self._officers[int(self._rng.integers(len(self._officers)))]
        with self._database.session.begin() as session:
            review_id = second_look.take_next(session, officer)
            if review_id is not None:
                second_look.judge(session, officer, review_id, *self._second_answer(session, review_id))
        return review_id

    def _second_answer(self, session: Session, review_id: int) -> tuple[str, str | None]:
        """The same as the first officer's, or the opposite, by the assumed shares."""
        review = session.get_one(QualityReview, review_id)
        rejected = session.get_one(Transition, review.transition_id).to_status == Status.DITOLAK
        assumed = self._assumptions
        alike = assumed.second_look_rejects_again if rejected else assumed.second_look_accepts_again
        if rejected != (float(self._rng.random()) < alike):
            return "setuju", None
        return "tolak", "BERKAS_BURAM"

    def collect(self) -> int | None:
        """Somebody fetches, or prints, the document that has been ready longest of a few."""
        officer = self._officers[0]
        with self._database.session.begin() as session:
            # A visit that somebody planned at a screen is left to them.
            planned_visit = sa.exists().where(HomeVisit.request_id == Request.id, HomeVisit.outcome.is_(None))
            # The newest documents first: the oldest ones are those that nobody fetches.
            request = session.scalars(
                sa.select(Request)
                .where(Request.status == "SELESAI", ~planned_visit)
                .order_by(Request.id.desc())
                .limit(1)
            ).first()
            if request is None:
                return None
            service = session.get(Service, request.service_code)
            at_home = service is not None and service.self_print
            how: workflow.steps.Handover = (
                "cetak_mandiri" if at_home else "diantar" if request.channel == "halo_petugas" else "loket"
            )
            workflow.hand_over(session, self._calendar, officer, request.id, how, version=request.version)
            return request.id

    def try_again(self) -> int | None:
        """Somebody repeats an application that was refused or failed lately."""
        with self._database.session() as session:
            repeat = sa.orm.aliased(Request)
            earlier_id = session.scalar(
                sa.select(Request.id)
                .where(
                    Request.status.in_(("DITOLAK", "GAGAL")),
                    ~sa.exists().where(repeat.resubmission_of == Request.id),
                )
                .order_by(Request.id.desc())
                .limit(1)
            )
        if earlier_id is None:
            return None
        with self._database.session.begin() as session:
            request = workflow.resubmit(session, self._calendar, earlier_id)
            attach_samples(session, request.id, self._samples)
            return request.id


def keep_city_going(
    database: RequestDatabase,
    vault: PersonalDataVault,
    *,
    seed: int,
    speed: float = 1.0,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Let residents and officers act at random moments until ``stop`` says so or Ctrl-C.

    Officers act as fast as two steps per arrival need, whatever the hour, so that a demonstration
    moves at night too.

    Raises:
        CityNotWelcome: the data are not simulated.
    """
    city = LiveCity(database, vault, seed=seed, speed=speed)
    acts: list[tuple[Callable[[], int | None], float]] = [
        (city.arrive, 1.0), (city.work, 2.0), (city.collect, 0.8), (city.try_again, 0.1),
        (city.look_again, 0.08),
    ]  # fmt: skip
    rng = np.random.default_rng(seed)
    shares = np.array([share for _, share in acts])
    while not stop():
        pause = float(rng.exponential(1 / (city.per_second * shares.sum())))
        deadline = time.monotonic() + pause
        while (left := deadline - time.monotonic()) > 0 and not stop():
            time.sleep(min(left, LONGEST_PAUSE_SECONDS))
        act = acts[int(rng.choice(len(acts), p=shares / shares.sum()))][0]
        try:
            act()
        except workflow.WorkflowError:
            continue  # a person at a screen was faster

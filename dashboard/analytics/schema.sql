-- Tables of the replica. Times are WIB civil time. No personal data.
-- A missing dimension is the value 'TIDAK_DIKETAHUI', so that every filter and group keeps it.

create table submissions (
    request_id        bigint not null,
    root_id           bigint not null,
    resubmission_of   bigint,
    attempt           smallint not null,
    root_submitted_at timestamp not null,
    submitted_at      timestamp not null,
    due_at            timestamp,
    sla_days          smallint,
    layanan           varchar not null,
    varian            varchar not null,
    kecamatan         varchar not null,
    kelurahan         varchar not null,
    lokasi            varchar not null,
    kanal             varchar not null,
    source            varchar not null
);

-- One row per completed stay, with what was submitted beside it, so that no figure needs a join.
create table transitions (
    transition_id            bigint not null,
    request_id               bigint not null,
    from_status              varchar not null,
    to_status                varchar not null,
    entered_at               timestamp not null,
    claimed_at               timestamp,
    left_at                  timestamp not null,
    calendar_seconds         double not null,   -- with fractions, exact to the microsecond
    calendar_wait_seconds    double,
    working_seconds          integer not null,
    working_wait_seconds     integer,
    working_since_submission integer not null,
    reverses_id              bigint,
    handover                 varchar,
    submitted_at             timestamp not null,
    due_at                   timestamp,
    attempt                  smallint not null,
    layanan                  varchar not null,
    varian                   varchar not null,
    kecamatan                varchar not null,
    kelurahan                varchar not null,
    lokasi                   varchar not null,
    kanal                    varchar not null,
    stands                   boolean not null default true   -- false for both members of a corrected pair
);

-- Both members of every corrected pair.
create table reversals (transition_id bigint not null);

-- What counts: completed stays without corrected pairs. Marked beforehand: to look each of millions of
-- steps up among the corrected ones would take half the time of a figure.
create view stays as
select * from transitions
where stands;

-- Applications in VERIFIKASI, PROSES or SELESAI as of now, so that no backlog needs the whole history.
-- Kept by open_cases.py from the two tables above; one row per application.
create table open_cases (
    request_id   bigint not null,
    status       varchar not null,
    entered_at   timestamp not null,
    submitted_at timestamp not null,
    due_at       timestamp,
    attempt      smallint not null,
    layanan      varchar not null,
    varian       varchar not null,
    kecamatan    varchar not null,
    kelurahan    varchar not null,
    lokasi       varchar not null,
    kanal        varchar not null
);

-- One row per reason of a rejection, with the decision and what was submitted beside it.
create table rejections (
    transition_id bigint not null,
    request_id    bigint not null,
    root_id       bigint not null,
    reason        varchar not null,
    is_primary    boolean not null,
    fault         varchar not null,   -- pemohon, petugas or sistem, as it was when the reason was given
    from_status   varchar not null,
    left_at       timestamp not null,
    submitted_at  timestamp not null,
    attempt       smallint not null,
    layanan       varchar not null,
    varian        varchar not null,
    kecamatan     varchar not null,
    kelurahan     varchar not null,
    lokasi        varchar not null,
    kanal         varchar not null,
    preventable   boolean not null   -- as it was when the reason was given
);

-- What counts: reasons of rejections that stand.
create view standing_rejections as
select * from rejections
where transition_id not in (select transition_id from reversals);

-- One row per decision out of VERIFIKASI that a second officer judged again without knowing the first
-- answer. Verdicts are PROSES or DITOLAK; a reason is the primary one of a rejection.
create table reviews (
    review_id      bigint primary key,
    transition_id  bigint not null,   -- the decision that was judged again
    request_id     bigint not null,
    first_verdict  varchar not null,
    second_verdict varchar not null,
    first_reason   varchar,
    second_reason  varchar,
    left_at        timestamp not null,   -- of the first decision
    reviewed_at    timestamp not null,
    submitted_at   timestamp not null,
    attempt        smallint not null,
    layanan        varchar not null,
    varian         varchar not null,
    kecamatan      varchar not null,
    kelurahan      varchar not null,
    lokasi         varchar not null,
    kanal          varchar not null
);

-- What counts: second looks at decisions that stand.
create view standing_reviews as
select * from reviews
where transition_id not in (select transition_id from reversals);

-- The kecamatan of a slot is the one its location lies in; of a booking, the applicant's.
create table slots (
    slot_id   bigint primary key,
    lokasi    varchar not null,
    kecamatan varchar not null,
    day       date not null,
    quota     integer not null,
    taken     integer not null
);
create table bookings (
    booking_id   bigint primary key,
    slot_id      bigint not null,
    request_id   bigint not null,
    day          date not null,
    booked_at    timestamp not null,
    outcome      varchar not null,
    settled_at   timestamp,
    submitted_at timestamp not null,
    layanan      varchar not null,
    kecamatan    varchar not null,
    lokasi       varchar not null,   -- where the slot is
    kanal        varchar not null,
    ready_at     timestamp           -- when the application reached SELESAI, unless that was taken back
);
create table slot_refusals (refusal_id bigint not null, lokasi varchar not null, day date not null, refused_at timestamp not null, layanan varchar not null, kecamatan varchar not null, kanal varchar not null);
create table visits (
    visit_id     bigint primary key,
    request_id   bigint not null,
    layanan      varchar not null,
    kecamatan    varchar not null,
    kelurahan    varchar not null,
    lokasi       varchar not null,
    scheduled_on date not null,
    outcome      varchar,
    visited_at   timestamp
);
create table surveys (response_id bigint not null, request_id bigint, layanan varchar not null, responded_at timestamp not null, u1 smallint, u2 smallint, u3 smallint, u4 smallint, u5 smallint, u6 smallint, u7 smallint, u8 smallint, u9 smallint);

-- Dimensions, replaced whole when the request database says that they changed.
create table dim_layanan (code varchar not null, name varchar not null, sla_days smallint, position smallint not null);
create table dim_varian (layanan varchar not null, code varchar not null, name varchar not null);
create table dim_kecamatan (code varchar not null, name varchar not null, population integer, population_year smallint, tile_row smallint, tile_col smallint);
create table dim_kelurahan (code varchar not null, name varchar not null, kecamatan varchar not null);
create table dim_lokasi (code varchar not null, name varchar not null, kind varchar not null, position smallint not null, kecamatan varchar);
create table dim_alasan (code varchar not null, label varchar not null, fault varchar, preventable_hint varchar not null);
-- One row per location and day on which it is open.
create table calendar (lokasi varchar not null, day date not null, open_seconds integer not null);

-- Exactly one row: how far the request database has been followed. schema_hash tells a replica of
-- another release, which is filled anew.
create table replica_position (txid bigint not null, as_of timestamp not null, schema_hash varchar not null, database_id varchar not null);

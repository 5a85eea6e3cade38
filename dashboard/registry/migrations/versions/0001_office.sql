-- The request database of a civil-registration office, first version.

-- Reference data ------------------------------------------------------------------------------

create table service (
    code             text primary key,
    name             text not null,
    sla_working_days smallint check (sla_working_days > 0),
    sla_version      smallint not null default 1,
    sla_basis        text not null default '',
    in_eopen         boolean not null default true,
    self_print       boolean not null default true,
    source           text not null default 'dinas',
    confidence       text not null default 'high'
        check (confidence in ('high', 'medium', 'low', 'assumption')),
    position         smallint not null default 100
);

create table service_variant (
    service_code text not null references service,
    code         text not null,
    name         text not null,
    confidence   text not null default 'assumption'
        check (confidence in ('high', 'medium', 'low', 'assumption')),
    position     smallint not null default 100,
    primary key (service_code, code)
);

create table document_type (
    code  text primary key,
    label text not null
);

create table requirement (
    service_code  text not null,
    variant_code  text not null,
    document_code text not null references document_type,
    is_mandatory  boolean not null,
    condition     text not null default '',
    source        text not null default '',
    confidence    text not null
        check (confidence in ('high', 'medium', 'low', 'assumption')),
    position      smallint not null default 100,
    primary key (service_code, variant_code, document_code),
    foreign key (service_code, variant_code) references service_variant
);

create table kecamatan (
    code            text primary key,
    name            text not null,
    population      integer check (population > 0),
    population_year smallint,
    area_km2        numeric(8, 2),
    lat             numeric(9, 6),
    lon             numeric(9, 6),
    tile_row        smallint,
    tile_col        smallint,
    source          text not null default 'dinas'
);

create table kelurahan (
    code           text primary key,
    name           text not null,
    kecamatan_code text not null references kecamatan
);

create table pickup_location (
    code           text primary key,
    name           text not null,
    kind           text not null check (kind in ('kecamatan', 'dinas', 'mpp', 'gpp', 'lain')),
    kecamatan_code text references kecamatan,
    source         text not null default 'dinas',
    confidence     text not null default 'high'
        check (confidence in ('high', 'medium', 'low', 'assumption')),
    position       smallint not null default 100
);

-- One row per location and weekday (1 = Monday ... 7 = Sunday); no row means closed.
create table office_hours (
    location_code text not null references pickup_location,
    weekday       smallint not null check (weekday between 1 and 7),
    opens_at      time not null,
    closes_at     time not null check (closes_at > opens_at),
    confidence    text not null default 'assumption'
        check (confidence in ('high', 'medium', 'low', 'assumption')),
    primary key (location_code, weekday)
);

create table holiday (
    day      date primary key,
    name     text not null,
    category text not null check (category in ('public', 'government'))
);

-- A day on which a location (or, with no location, every one) departs from its usual hours.
create table calendar_override (
    id            integer generated always as identity primary key,
    location_code text references pickup_location,
    day           date not null,
    opens_at      time,
    closes_at     time,
    note          text not null default '',
    unique nulls not distinct (location_code, day),
    check ((opens_at is null) = (closes_at is null)),
    check (closes_at > opens_at)
);

create table rejection_reason (
    code             text primary key,
    label            text not null,
    fault            text check (fault in ('pemohon', 'petugas', 'sistem')),
    preventable_hint text not null default '',
    needs_text       boolean not null default false,
    confidence       text not null default 'medium'
        check (confidence in ('high', 'medium', 'low', 'assumption')),
    position         smallint not null default 100
);

-- People ---------------------------------------------------------------------------------------

create table user_account (
    id            integer generated always as identity primary key,
    username      text not null unique check (username = lower(username)),
    display_name  text not null,
    role          text not null
        check (role in ('petugas', 'pamor', 'pimpinan', 'inovasi', 'admin')),
    password_hash text not null,
    is_active     boolean not null default true,
    is_demo       boolean not null default false,
    failed_count  integer not null default 0,
    locked_until  timestamptz,
    created_at    timestamptz not null default now()
);

-- Locations an account is limited to; no row means every location.
create table user_scope (
    user_id       integer not null references user_account,
    location_code text not null references pickup_location,
    primary key (user_id, location_code)
);

create table user_session (
    token_hash   bytea primary key,
    user_id      integer not null references user_account,
    created_at   timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at   timestamptz not null,
    revoked_at   timestamptz
);
create index user_session_by_user on user_session (user_id);

create table sign_in_throttle (
    address_hash bytea primary key,
    failed_count integer not null default 0,
    locked_until timestamptz,
    last_at      timestamptz not null default now()
);

-- Personal data: one sealed record per person, found by a keyed hash of the NIK.
create table applicant (
    id         bigint generated by default as identity primary key,
    nik_hash   bytea not null unique,
    sealed     bytea not null,
    created_at timestamptz not null default now()
);

-- Requests and their history -------------------------------------------------------------------

create table request (
    id                bigint generated by default as identity primary key,
    root_id           bigint not null references request deferrable initially deferred,
    resubmission_of   bigint references request deferrable initially deferred,
    attempt           smallint not null default 1 check (attempt >= 1),
    root_submitted_at timestamptz not null,
    applicant_id      bigint references applicant,
    service_code      text references service,
    variant_code      text,
    kecamatan_code    text references kecamatan,
    kelurahan_code    text references kelurahan,
    location_code     text references pickup_location,
    channel           text check (channel in ('aplikasi', 'halo_pamor', 'halo_petugas', 'loket', 'lain')),
    submitted_at      timestamptz not null,
    sla_days          smallint,
    sla_version       smallint,
    due_at            timestamptz,
    source            text not null default 'eopen',
    external_id       text,
    txid              xid8 not null default pg_current_xact_id(),
    -- The open stay: exactly one per application, because it lives in the application's own row.
    status            text not null default 'VERIFIKASI'
        check (status in ('VERIFIKASI', 'PROSES', 'SELESAI', 'DIAMBIL', 'DITOLAK', 'GAGAL')),
    status_since      timestamptz not null,
    last_change_at    timestamptz not null,
    queue_at          timestamptz not null,
    claimed_by        integer references user_account,
    claimed_at        timestamptz,
    version           integer not null default 0,
    foreign key (service_code, variant_code) references service_variant,
    check ((due_at is null) = (sla_days is null)),
    check ((resubmission_of is null) = (attempt = 1)),
    check ((resubmission_of is null) = (root_id = id)),
    check ((claimed_by is null) = (claimed_at is null)),
    unique (resubmission_of),
    unique (source, external_id)
) with (fillfactor = 80);

create index request_by_txid on request (txid);
create index request_by_applicant on request (applicant_id) where applicant_id is not null;
create index request_queue on request (queue_at, id)
    where claimed_by is null and status in ('VERIFIKASI', 'PROSES');
create index request_held on request (claimed_by, queue_at, id) where claimed_by is not null;

-- Append-only. One row is one completed stay in from_status; the open stay is in request.
create table transition (
    id                       bigint generated by default as identity primary key,
    request_id               bigint not null references request,
    from_status              text not null,
    to_status                text not null,
    entered_at               timestamptz not null,
    claimed_at               timestamptz,
    left_at                  timestamptz not null,
    working_seconds          integer not null check (working_seconds >= 0),
    working_wait_seconds     integer check (working_wait_seconds between 0 and working_seconds),
    working_since_submission integer not null check (working_since_submission >= 0),
    actor_id                 integer references user_account,
    handover                 text check (handover in ('loket', 'diantar', 'cetak_mandiri')),
    note                     text not null default '',
    reverses_id              bigint unique references transition,
    txid                     xid8 not null default pg_current_xact_id(),
    constraint left_after_entered check (left_at >= entered_at),
    check (claimed_at between entered_at and left_at),
    check ((claimed_at is null) = (working_wait_seconds is null)),
    check (working_seconds <= extract(epoch from left_at - entered_at) + 1),
    check (handover is null or to_status = 'DIAMBIL'),
    check (reverses_id is null or note <> '')
);
create index transition_by_request on transition (request_id, id);
create index transition_by_txid on transition (txid);

create table transition_reason (
    transition_id bigint not null references transition,
    reason_code   text not null references rejection_reason,
    is_primary    boolean not null,
    note          text not null default '',
    txid          xid8 not null default pg_current_xact_id(),
    primary key (transition_id, reason_code)
);
create unique index transition_reason_one_primary on transition_reason (transition_id) where is_primary;
create index transition_reason_by_txid on transition_reason (txid);

create table request_document (
    id            bigint generated always as identity primary key,
    request_id    bigint not null references request,
    document_code text not null references document_type,
    storage_name  text not null unique,
    content_type  text not null,
    size_bytes    integer not null check (size_bytes > 0),
    sha256        bytea not null,
    uploaded_at   timestamptz not null default now(),
    assessment    text check (assessment in ('ok', 'kurang', 'salah'))
);
create index request_document_by_request on request_document (request_id);

-- Pickup slots ---------------------------------------------------------------------------------

create table slot (
    id            bigint generated by default as identity primary key,
    location_code text not null references pickup_location,
    day           date not null,
    quota         integer not null check (quota >= 0),
    taken         integer not null default 0 check (taken >= 0),
    txid          xid8 not null default pg_current_xact_id(),
    unique (location_code, day)
);
create index slot_by_txid on slot (txid);

create table booking (
    id           bigint generated by default as identity primary key,
    slot_id      bigint not null references slot,
    request_id   bigint not null references request,
    applicant_id bigint references applicant,
    service_code text not null references service,
    booked_at    timestamptz not null,
    outcome      text not null default 'aktif'
        check (outcome in ('aktif', 'hadir', 'tidak_hadir', 'batal')),
    settled_at   timestamptz,
    txid         xid8 not null default pg_current_xact_id(),
    check ((outcome = 'aktif') = (settled_at is null))
);
create unique index booking_one_active_per_request on booking (request_id) where outcome = 'aktif';
create unique index booking_one_active_per_applicant on booking (applicant_id, service_code)
    where outcome = 'aktif' and applicant_id is not null;
create index booking_by_slot on booking (slot_id);
create index booking_by_txid on booking (txid);

create table slot_refusal (
    id             bigint generated by default as identity primary key,
    location_code  text not null references pickup_location,
    day            date not null,
    refused_at     timestamptz not null,
    service_code   text references service,
    kecamatan_code text references kecamatan,
    channel        text,
    txid           xid8 not null default pg_current_xact_id()
);
create index slot_refusal_by_txid on slot_refusal (txid);

create table home_visit (
    id             bigint generated by default as identity primary key,
    request_id     bigint not null references request,
    kelurahan_code text references kelurahan,
    scheduled_on   date not null,
    officer_id     integer references user_account,
    outcome        text check (outcome in ('selesai', 'tidak_di_rumah', 'dijadwal_ulang')),
    visited_at     timestamptz,
    txid           xid8 not null default pg_current_xact_id(),
    check ((outcome is null) = (visited_at is null))
);
create index home_visit_by_request on home_visit (request_id);
create index home_visit_by_txid on home_visit (txid);

-- SKM survey (PermenPANRB 14/2017): nine elements on a scale of 1 to 4.
create table survey_response (
    id           bigint generated by default as identity primary key,
    request_id   bigint references request,
    service_code text references service,
    responded_at timestamptz not null,
    u1 smallint check (u1 between 1 and 4), u2 smallint check (u2 between 1 and 4),
    u3 smallint check (u3 between 1 and 4), u4 smallint check (u4 between 1 and 4),
    u5 smallint check (u5 between 1 and 4), u6 smallint check (u6 between 1 and 4),
    u7 smallint check (u7 between 1 and 4), u8 smallint check (u8 between 1 and 4),
    u9 smallint check (u9 between 1 and 4),
    txid         xid8 not null default pg_current_xact_id()
);
create index survey_response_by_txid on survey_response (txid);

-- Bookkeeping ----------------------------------------------------------------------------------

create table audit_entry (
    id          bigint generated always as identity primary key,
    occurred_at timestamptz not null,
    actor       text not null,
    action      text not null,
    subject     text not null,
    detail      jsonb not null default '{}',
    prior_hash  bytea not null,
    hash        bytea not null unique
);

create table office_fact (
    key   text primary key,
    value text not null
);

create table import_run (
    id          integer generated always as identity primary key,
    source      text not null,
    file_sha256 bytea not null,
    started_at  timestamptz not null default now(),
    finished_at timestamptz,
    summary     jsonb
);

create table reference_change (
    id         bigint generated always as identity primary key,
    table_name text not null,
    txid       xid8 not null default pg_current_xact_id()
);
create index reference_change_by_txid on reference_change (txid);

-- Rules that no path can go round ---------------------------------------------------------------

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: the table is append-only', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger transition_append_only before update or delete or truncate on transition
    for each statement execute function refuse_change();
create trigger transition_reason_append_only before update or delete or truncate on transition_reason
    for each statement execute function refuse_change();
create trigger audit_append_only before update or delete or truncate on audit_entry
    for each statement execute function refuse_change();
create trigger request_kept before delete or truncate on request
    for each statement execute function refuse_change();

-- A new application starts in VERIFIKASI at its submission.
create function request_starts() returns trigger language plpgsql as $$
begin
    if exists (
        select from fresh
        where status <> 'VERIFIKASI' or status_since <> submitted_at
           or last_change_at <> submitted_at or claimed_by is not null
           or (attempt = 1 and root_submitted_at <> submitted_at)
    ) then
        raise exception 'a new application starts unclaimed in VERIFIKASI at its submission'
            using errcode = 'check_violation';
    end if;
    return null;
end $$;

create trigger request_starts after insert on request
    referencing new table as fresh
    for each statement execute function request_starts();

-- A resubmission repeats an application that ended in DITOLAK or GAGAL. Checked at commit, so
-- that a bulk load may bring applications and their history in one transaction in any order.
create function request_repeats() returns trigger language plpgsql as $$
declare
    earlier request;
begin
    select * into earlier from request where id = new.resubmission_of for no key update;
    if earlier.status not in ('DITOLAK', 'GAGAL')
        or new.submitted_at < earlier.last_change_at
        or new.root_id <> earlier.root_id
        or new.root_submitted_at <> earlier.root_submitted_at
        or new.attempt <> earlier.attempt + 1
    then
        raise exception 'application % does not repeat a refused or failed application %',
            new.id, new.resubmission_of using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger request_repeats after insert on request
    deferrable initially deferred
    for each row when (new.resubmission_of is not null) execute function request_repeats();

-- What was submitted never changes; the status changes only through a transition.
create function request_is_fixed() returns trigger language plpgsql as $$
begin
    raise exception 'application %: % ', old.id, tg_argv[0] using errcode = 'restrict_violation';
end $$;

create trigger request_submission_is_fixed before update on request for each row
    when ((old.id, old.root_id, old.resubmission_of, old.attempt, old.root_submitted_at, old.applicant_id,
           old.service_code, old.variant_code, old.kecamatan_code, old.kelurahan_code, old.location_code,
           old.channel, old.submitted_at, old.sla_days, old.sla_version, old.due_at, old.source,
           old.external_id, old.txid)
          is distinct from
          (new.id, new.root_id, new.resubmission_of, new.attempt, new.root_submitted_at, new.applicant_id,
           new.service_code, new.variant_code, new.kecamatan_code, new.kelurahan_code, new.location_code,
           new.channel, new.submitted_at, new.sla_days, new.sla_version, new.due_at, new.source,
           new.external_id, new.txid))
    execute function request_is_fixed('what was submitted cannot be changed');

create trigger request_status_is_guarded before update on request for each row
    when (pg_trigger_depth() = 0
          and (old.status, old.status_since, old.last_change_at)
              is distinct from (new.status, new.status_since, new.last_change_at))
    execute function request_is_fixed('the status changes only by a transition');

-- Each transition leaves the stay that is open, along an edge of the status graph, and not before
-- the step ahead of it. A correction goes back along the newest step that stands.
create function transition_applies() returns trigger language plpgsql as $$
declare
    bad record;
begin
    perform from request where id in (select request_id from fresh) order by id for no key update;

    with step as (
        select fresh.*, undone.entered_at as undone_entered_at,
               case when fresh.reverses_id is null then fresh.left_at else undone.entered_at end as since_after,
               fresh.reverses_id is not null and not coalesce(
                   undone.request_id = fresh.request_id and undone.reverses_id is null
                   and undone.to_status = fresh.from_status and undone.from_status = fresh.to_status
                   and undone.left_at = fresh.entered_at, false) as is_false_correction
        from fresh left join transition undone on undone.id = fresh.reverses_id
    ),
    linked as (
        select step.*,
               coalesce(lag(step.to_status) over history, request.status) as standing,
               coalesce(lag(step.since_after) over history, request.status_since) as since,
               coalesce(lag(step.left_at) over history, request.last_change_at) as last_change
        from step join request on request.id = step.request_id
        window history as (partition by step.request_id order by step.id)
    ),
    judged as (
        select request_id, from_status, to_status,
               case
                   when from_status <> standing then 'the application is in ' || standing
                   when entered_at <> since then 'the stay was entered at ' || since
                   when left_at < last_change then 'the step before it was at ' || last_change
                   when is_false_correction then 'it does not undo the newest step'
                   when reverses_id is not null and exists (
                       select from request repeat where repeat.resubmission_of = linked.request_id
                   ) then 'the application was already submitted again'
                   when reverses_id is null and (from_status, to_status) not in (
                       ('VERIFIKASI', 'PROSES'), ('VERIFIKASI', 'DITOLAK'), ('VERIFIKASI', 'GAGAL'),
                       ('PROSES', 'SELESAI'), ('PROSES', 'DITOLAK'), ('PROSES', 'GAGAL'),
                       ('SELESAI', 'DIAMBIL')
                   ) then 'the status graph has no such step'
               end as objection
        from linked
    )
    -- No "limit 1": it would make the planner hope for an early objection and join row by row.
    select * into bad from judged where objection is not null;

    if found then
        raise exception 'application %: % -> % is refused: %',
            bad.request_id, bad.from_status, bad.to_status, bad.objection using errcode = 'check_violation';
    end if;

    update request
    set status = final.to_status,
        status_since = final.since_after,
        last_change_at = final.left_at,
        claimed_by = null,
        claimed_at = null,
        version = version + final.steps
    from (
        select distinct on (fresh.request_id) fresh.request_id, fresh.to_status, fresh.left_at,
               case when fresh.reverses_id is null then fresh.left_at else undone.entered_at end as since_after,
               count(*) over (partition by fresh.request_id) as steps
        from fresh left join transition undone on undone.id = fresh.reverses_id
        order by fresh.request_id, fresh.id desc
    ) final
    where request.id = final.request_id;
    return null;
end $$;

create trigger transition_applies after insert on transition
    referencing new table as fresh
    for each statement execute function transition_applies();

-- A changed row is shown to those who follow by transaction id.
create function restamp() returns trigger language plpgsql as $$
begin
    new.txid := pg_current_xact_id();
    return new;
end $$;

create trigger slot_restamp before update on slot for each row execute function restamp();
create trigger booking_restamp before update on booking for each row execute function restamp();
create trigger home_visit_restamp before update on home_visit for each row execute function restamp();

create function note_reference_change() returns trigger language plpgsql as $$
begin
    insert into reference_change (table_name) values (tg_table_name);
    perform pg_notify('eopen_facts', '');
    return null;
end $$;

create function announce_facts() returns trigger language plpgsql as $$
begin
    perform pg_notify('eopen_facts', '');
    return null;
end $$;

do $$
declare
    name text;
begin
    foreach name in array array['service', 'service_variant', 'document_type', 'requirement', 'kecamatan',
        'kelurahan', 'pickup_location', 'office_hours', 'holiday', 'calendar_override', 'rejection_reason']
    loop
        execute format('create trigger note_change after insert or update or delete on %I '
                       'for each statement execute function note_reference_change()', name);
    end loop;
    foreach name in array array['request', 'transition', 'transition_reason', 'slot_refusal', 'survey_response']
    loop
        execute format('create trigger announce after insert on %I '
                       'for each statement execute function announce_facts()', name);
    end loop;
    foreach name in array array['slot', 'booking', 'home_visit']
    loop
        execute format('create trigger announce after insert or update on %I '
                       'for each statement execute function announce_facts()', name);
    end loop;
end $$;

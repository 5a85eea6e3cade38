-- The officers' desk: leases, holds and urgency in the queue, documents that are judged, notes, second
-- looks, the counter, home visits and the stock of blank cards.

-- Accounts -------------------------------------------------------------------------------------

alter table user_account drop constraint user_account_role_check;
alter table user_account add constraint user_account_role_check
    check (role in ('petugas', 'penyelia', 'pamor', 'pimpinan', 'inovasi', 'admin'));

-- Services an officer works on; no row means every service.
create table user_service (
    user_id      integer not null references user_account,
    service_code text not null references service,
    primary key (user_id, service_code)
);

-- Kelurahan in which a Satgas Pamor helps residents.
create table user_kelurahan (
    user_id        integer not null references user_account,
    kelurahan_code text not null references kelurahan,
    primary key (user_id, kelurahan_code)
);

-- A person is also found by the words of the name: 32 bits of a keyed hash of each word.
alter table applicant add column name_keys integer[] not null default '{}';
create index applicant_by_name on applicant using gin (name_keys);

-- The queue ------------------------------------------------------------------------------------

alter table request
    add column lease_until timestamptz,  -- a claim ends by itself at this moment
    add column hold_until  timestamptz,  -- nobody is offered the case before this moment
    add column pull_at     timestamptz,  -- when its pickup is so near that it moves ahead
    add column priority    text check (priority in ('lansia', 'disabilitas', 'ibu_hamil', 'sakit')),
    add column entered_by  integer references user_account,  -- who applied on the resident's behalf
    -- Whose claim ended by itself, and when it had begun: the decision may still come.
    add column lapsed_by       integer references user_account,
    add column lapsed_claim_at timestamptz;

update request set lease_until = now() + interval '30 minutes' where claimed_by is not null;
-- The start of the last day before the pickup on which the location works.
update request set pull_at = (
    select max(day) at time zone 'Asia/Jakarta'
    from generate_series(slot.day - interval '14 days', slot.day - interval '1 day', interval '1 day') day
    where not exists (select from holiday where holiday.day = day::date)
      and exists (select from office_hours hours where hours.location_code = slot.location_code
                                                   and hours.weekday = extract(isodow from day))
)
from booking join slot on slot.id = booking.slot_id
where booking.request_id = request.id and booking.outcome = 'aktif'
  and request.status in ('VERIFIKASI', 'PROSES');

alter table request add constraint request_lease_with_claim
    check ((claimed_by is null) = (lease_until is null));

-- The orders in which the queue is listed. Each carries what it is narrowed by, so that a rare case is
-- found, and a long list counted, without reading the cases themselves.
drop index request_queue;
do $$
declare
    keys text;
    indexes constant text[] := array[
        'request_queue', 'queue_at, id',
        'request_queue_at_location', 'location_code, queue_at, id',
        'request_queue_of_service', 'service_code, queue_at, id',
        'request_queue_by_due', 'due_at, id',
        'request_queue_by_arrival', 'submitted_at, id',
        'request_queue_of_priority', 'queue_at, id',
        'request_queue_of_rare_channel', 'queue_at, id'];
begin
    for place in 1 .. array_length(indexes, 1) by 2 loop
        keys := indexes[place + 1];
        execute format(
            'create index %I on request (%s) include (%s) '
            'where claimed_by is null and hold_until is null and status in (''VERIFIKASI'', ''PROSES'')%s',
            indexes[place], keys,
            (select string_agg(name, ', ')
             from unnest(array['queue_at', 'due_at', 'submitted_at', 'location_code', 'kecamatan_code',
                               'service_code', 'status', 'channel', 'priority']) name
             where name <> all(string_to_array(keys, ', '))),
            case indexes[place]
                when 'request_queue_of_priority' then ' and priority is not null'
                when 'request_queue_of_rare_channel' then ' and channel in (''halo_petugas'', ''lain'')'
                else ''
            end);
    end loop;
end $$;
-- What was claimed, decided or ended leaves its places in these indexes behind, in front of all that is
-- still to come: they are swept after so many changes, however many closed cases lie in the table.
alter table request set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000,
                         vacuum_index_cleanup = on);
create index request_lease on request (lease_until) where lease_until is not null;
create index request_hold on request (hold_until) where hold_until is not null;
create index request_pull on request (pull_at)
    where pull_at is not null and status in ('VERIFIKASI', 'PROSES');
create index request_ready on request (location_code, status_since, id)
    include (service_code, channel, kecamatan_code) where status = 'SELESAI';
create index request_entered_by on request (entered_by, id) where entered_by is not null;
create index request_assisted on request (kelurahan_code, id) where channel = 'halo_pamor';
create index transition_by_actor on transition (actor_id, left_at) where claimed_at is not null;
-- Both tables grow in the order of time: a few pages of summary find a day's rows, at no cost to a claim.
create index request_by_time on request using brin (submitted_at) with (autosummarize = on);
create index transition_by_time on transition using brin (left_at) with (autosummarize = on);

drop trigger request_submission_is_fixed on request;
create trigger request_submission_is_fixed before update on request for each row
    when ((old.id, old.root_id, old.resubmission_of, old.attempt, old.root_submitted_at, old.applicant_id,
           old.service_code, old.variant_code, old.kecamatan_code, old.kelurahan_code, old.location_code,
           old.channel, old.submitted_at, old.sla_days, old.sla_version, old.due_at, old.source,
           old.external_id, old.entered_by, old.txid)
          is distinct from
          (new.id, new.root_id, new.resubmission_of, new.attempt, new.root_submitted_at, new.applicant_id,
           new.service_code, new.variant_code, new.kecamatan_code, new.kelurahan_code, new.location_code,
           new.channel, new.submitted_at, new.sla_days, new.sla_version, new.due_at, new.source,
           new.external_id, new.entered_by, new.txid))
    execute function request_is_fixed('what was submitted cannot be changed');

-- As before; a step also ends the lease and the hold.
create or replace function transition_applies() returns trigger language plpgsql as $$
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
        lease_until = null,
        lapsed_by = null,
        lapsed_claim_at = null,
        hold_until = null,
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

create table pause_reason (
    code     text primary key,
    kind     text not null check (kind in ('lewati', 'tahan')),
    label    text not null,
    position smallint not null default 100
);

-- "lewati" keeps a case from one officer, "tahan" from everybody, until a moment.
create table queue_pause (
    id          bigint generated always as identity primary key,
    request_id  bigint not null references request,
    user_id     integer not null references user_account,
    kind        text not null check (kind in ('lewati', 'tahan')),
    reason_code text not null references pause_reason,
    note        text not null default '' check (length(note) <= 500),
    paused_at   timestamptz not null default now(),
    until       timestamptz not null check (until > paused_at),
    ended_at    timestamptz
);
create index queue_pause_by_request on queue_pause (request_id, user_id);
create index queue_pause_by_time on queue_pause (paused_at);
create index queue_pause_skipped on queue_pause (user_id, until) where kind = 'lewati';

-- Cases that an officer may be offered.
create view free_case as
    select * from request
    where claimed_by is null and hold_until is null and status in ('VERIFIKASI', 'PROSES');

-- The office's own value of a setting of the desk, else the usual one.
create function desk_setting(name text, usual integer) returns integer language sql stable as $$
    select coalesce((select value::integer from office_fact where key = 'desk_' || name), usual)
$$;

-- What time alone changes: claims end, holds end, cases whose pickup is near move ahead. Costs three
-- looks into small indexes when nothing is due. A case that somebody has locked is being decided: it is
-- left for the next time. In portions, as only a limit lets the planner trust the indexes.
create function queue_upkeep(moment timestamptz, pull_head_start interval) returns void
language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
    while (select min(lease_until) from request) <= moment loop
        update request
        set lapsed_by = claimed_by, lapsed_claim_at = claimed_at,
            claimed_by = null, claimed_at = null, lease_until = null
        where id = any(array(
            select id from request where lease_until <= moment
            order by lease_until limit 1000 for no key update skip locked));
        exit when not found;
    end loop;
    while (select min(hold_until) from request) <= moment loop
        update request set hold_until = null
        where id = any(array(
            select id from request where hold_until <= moment
            order by hold_until limit 1000 for no key update skip locked));
        exit when not found;
    end loop;
    while (select min(pull_at) from request where status in ('VERIFIKASI', 'PROSES')) <= moment loop
        update request set queue_at = least(queue_at, pull_at - pull_head_start), pull_at = null
        where id = any(array(
            select id from request where pull_at <= moment and status in ('VERIFIKASI', 'PROSES')
            order by pull_at limit 1000 for no key update skip locked));
        exit when not found;
    end loop;
end $$;

-- "Ambil berikutnya": the most urgent free case that an officer may be offered, in one call. Arrays
-- limit where they are not null. With more cases held than the officer's screen shows, the click is the
-- second of a double click and gets what the first one took; with the cap reached it gets nothing.
create function queue_claim_next(
    officer integer, moment timestamptz, pull_head_start interval, usual_lease_minutes integer,
    usual_cap integer, held_on_screen integer, locations text[], areas text[], services text[],
    statuses text[], channels text[], only_priority boolean,
    out taken bigint, out held integer, out cap integer
) language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
    skipped bigint[];
    earliest timestamptz;
begin
    -- The clicks of one officer wait for each other; the number only keeps apart from other locks.
    perform pg_advisory_xact_lock(32750002, officer);
    perform queue_upkeep(moment, pull_head_start);
    cap := desk_setting('most_held', usual_cap);

    if held_on_screen is not null then
        select count(*), (array_agg(id order by claimed_at desc, id))[1] into held, taken
        from request
        where claimed_by = officer
          and (locations is null or location_code = any(locations))
          and (areas is null or kecamatan_code = any(areas));
        if held > held_on_screen then
            return;
        end if;
        taken := null;
    end if;
    select count(*) into held from request where claimed_by = officer;
    if held >= cap then
        return;
    end if;

    select array_agg(request_id) into skipped
    from queue_pause where user_id = officer and kind = 'lewati' and until > moment and ended_at is null;

    -- Where the first case of the officer's locations and services stands at the earliest, so that a
    -- long queue of others is not walked through. "between" and the order keep the planner, which does not
    -- know how rare a code is, from walking through it all the same.
    earliest := '-infinity';
    if locations is not null then
        select min(first.queue_at) into earliest
        from unnest(locations) place cross join lateral (
            select queue_at from free_case where location_code between place and place
            order by location_code, queue_at, id limit 1
        ) first;
    end if;
    if services is not null and earliest is not null then
        select greatest(earliest, min(first.queue_at)) into earliest
        from unnest(services) work cross join lateral (
            select queue_at from free_case where service_code between work and work
            order by service_code, queue_at, id limit 1
        ) first
        having count(*) > 0;
    end if;
    if earliest is null then
        return;
    end if;

    if cardinality(locations) = 1 then
        select id into taken from free_case
        where location_code between locations[1] and locations[1] and queue_at >= earliest
          and (skipped is null or id <> all(skipped))
          and (areas is null or kecamatan_code = any(areas))
          and (services is null or service_code = any(services))
          and (statuses is null or status = any(statuses))
          and (channels is null or channel = any(channels))
          and (not only_priority or priority is not null)
        order by location_code, queue_at, id limit 1
        for no key update skip locked;
    else
        select id into taken from free_case
        where queue_at >= earliest
          and (skipped is null or id <> all(skipped))
          and (locations is null or location_code = any(locations))
          and (areas is null or kecamatan_code = any(areas))
          and (services is null or service_code = any(services))
          and (statuses is null or status = any(statuses))
          and (channels is null or channel = any(channels))
          and (not only_priority or priority is not null)
        order by queue_at, id limit 1
        for no key update skip locked;
    end if;

    update request
    set claimed_by = officer,
        claimed_at = greatest(moment, status_since),
        lease_until = greatest(moment, status_since)
            + make_interval(mins => desk_setting('lease_minutes', usual_lease_minutes)),
        lapsed_by = null, lapsed_claim_at = null
    where id = taken;
end $$;

-- The case -------------------------------------------------------------------------------------

-- Applications may share one stored file, such as the sample documents of a simulated city.
alter table request_document drop constraint request_document_storage_name_key;
alter table request_document
    add column assessed_by     integer references user_account,
    add column assessed_at     timestamptz,
    add column assessment_note text not null default '' check (length(assessment_note) <= 500);

create table request_note (
    id         bigint generated always as identity primary key,
    request_id bigint not null references request,
    user_id    integer not null references user_account,
    written_at timestamptz not null default now(),
    text       text not null check (length(text) between 1 and 1000)
);
create index request_note_by_request on request_note (request_id, id);
create trigger request_note_append_only before update or delete or truncate on request_note
    for each statement execute function refuse_change();

-- Services (and variants) a rejection reason is offered for; a reason without rows is offered for all.
create table reason_scope (
    reason_code  text not null references rejection_reason,
    service_code text not null references service,
    variant_code text not null default '',  -- empty: every variant of the service
    primary key (reason_code, service_code, variant_code)
);

-- A share of decisions is judged again by a second officer, who does not see the first answer.
create table quality_review (
    id            bigint generated always as identity primary key,
    transition_id bigint not null unique references transition,
    request_id    bigint not null references request,
    first_officer integer not null references user_account,
    drawn_at      timestamptz not null default now(),
    reviewer_id   integer references user_account,
    lease_until   timestamptz,
    verdict       text check (verdict in ('PROSES', 'DITOLAK')),
    reason_code   text references rejection_reason,
    note          text not null default '' check (length(note) <= 500),
    decided_at    timestamptz,
    same_verdict  boolean,
    same_reason   boolean,
    withdrawn_at  timestamptz,  -- the decision was corrected: nobody judges it, no figure counts it
    txid          xid8 not null default pg_current_xact_id(),
    constraint reviewed_by_another check (reviewer_id <> first_officer),
    check ((verdict is null) = (decided_at is null)),
    check ((verdict is null) = (same_verdict is null)),
    check (verdict is null or reviewer_id is not null),
    check (verdict is distinct from 'DITOLAK' or reason_code is not null)
);
create index quality_review_waiting on quality_review (drawn_at, id)
    where decided_at is null and withdrawn_at is null;
create index quality_review_differing on quality_review (decided_at, id)
    where (same_verdict is false or same_reason is false) and withdrawn_at is null;
create index quality_review_by_txid on quality_review (txid);
create trigger quality_review_restamp before update on quality_review
    for each row execute function restamp();
create trigger announce after insert or update on quality_review
    for each statement execute function announce_facts();

-- The counter ----------------------------------------------------------------------------------

-- How the receiver of a document was identified.
create table handover_check (
    transition_id bigint primary key references transition,
    receiver      text not null check (receiver in ('pemohon', 'keluarga', 'kuasa')),
    identity      text not null check (identity in ('ktp_el', 'ikd', 'kk', 'biodata', 'surat_kuasa')),
    checked_by    integer not null references user_account,
    checked_at    timestamptz not null default now()
);

create table pickup_reminder (
    id         bigint generated always as identity primary key,
    request_id bigint not null references request,
    asked_by   integer references user_account,
    asked_at   timestamptz not null default now(),
    outcome    text check (outcome in ('terkirim', 'gagal', 'tanpa_alamat', 'belum_diatur', 'tidak_perlu', 'contoh')),
    settled_at timestamptz,
    check ((outcome is null) = (settled_at is null))
);
create index pickup_reminder_by_request on pickup_reminder (request_id, id);
-- A place that nobody came for is told beside its case.
create index booking_missed on booking (request_id) where outcome = 'tidak_hadir';
create index pickup_reminder_pending on pickup_reminder (id) where outcome is null;

-- The stock of blank cards is the sum of its movements.
create table blank_movement (
    id            bigint generated always as identity primary key,
    location_code text not null references pickup_location,
    blank         text not null check (blank in ('KTP_EL', 'KIA')),
    kind          text not null check (kind in ('diterima', 'terpakai', 'rusak', 'koreksi')),
    amount        integer not null check (amount <> 0),
    moved_on      date not null,
    moved_at      timestamptz not null default now(),
    user_id       integer references user_account,
    transition_id bigint references transition,
    note          text not null default '' check (length(note) <= 200),
    check (case kind when 'diterima' then amount > 0 when 'koreksi' then true else amount < 0 end)
);
create index blank_movement_of_stock on blank_movement (location_code, blank, moved_on) include (kind, amount);
create index blank_movement_written on blank_movement (location_code, moved_at)
    where kind <> 'terpakai' and transition_id is null;
create unique index blank_movement_once_per_step on blank_movement (transition_id)
    where transition_id is not null;
create trigger blank_movement_append_only before update or delete or truncate on blank_movement
    for each statement execute function refuse_change();

-- Home visits ----------------------------------------------------------------------------------

-- A wish for a visit; scheduling makes a home_visit of it.
create table visit_wish (
    id          bigint generated always as identity primary key,
    request_id  bigint not null references request,
    purpose     text not null check (purpose in ('antar_dokumen', 'perekaman', 'verifikasi')),
    wanted_on   date,
    wished_at   timestamptz not null default now(),
    wished_by   integer references user_account,
    closed_at   timestamptz
);
create unique index visit_wish_one_open on visit_wish (request_id) where closed_at is null;
create index visit_wish_open on visit_wish (wanted_on, id) where closed_at is null;

alter table home_visit
    add column wish_id          bigint references visit_wish,
    add column rescheduled_from bigint references home_visit,
    add column note             text not null default '' check (length(note) <= 500);
create index home_visit_by_day on home_visit (scheduled_on, officer_id);
create unique index home_visit_one_planned on home_visit (wish_id) where outcome is null;

alter table home_visit drop constraint home_visit_outcome_check;
alter table home_visit add constraint home_visit_outcome_check
    check (outcome in ('selesai', 'tidak_di_rumah', 'dijadwal_ulang', 'batal'));

-- Visits that were still to come had no officer: they are wishes now.
insert into visit_wish (request_id, purpose, wanted_on, wished_at)
select request_id, 'antar_dokumen', min(scheduled_on), min(request.status_since)
from home_visit join request on request.id = request_id
where outcome is null and officer_id is null and request.status = 'SELESAI'
group by request_id;
update home_visit set outcome = 'batal', visited_at = now() where outcome is null and officer_id is null;

-- How many visits an officer makes a day; without a row, the office's usual number.
create table visit_capacity (
    user_id integer primary key references user_account,
    per_day smallint not null check (per_day between 0 and 40)
);

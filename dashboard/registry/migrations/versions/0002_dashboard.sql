-- What the dashboard keeps of its own, and what past figures need so as not to move.

-- Kecamatan an account is limited to, beside its locations; no row means every kecamatan.
create table user_area (
    user_id        integer not null references user_account,
    kecamatan_code text not null references kecamatan,
    primary key (user_id, kecamatan_code)
);

alter table user_account add column email text check (email like '%_@_%');

-- Whose fault a reason was when it was given: a later change of the list must move no past figure.
alter table transition_reason add column fault text;
alter table transition_reason disable trigger transition_reason_append_only;
update transition_reason set fault = rejection_reason.fault
from rejection_reason where rejection_reason.code = transition_reason.reason_code;
alter table transition_reason enable trigger transition_reason_append_only;

create function keep_fault() returns trigger language plpgsql as $$
begin
    new.fault := (select fault from rejection_reason where code = new.reason_code);
    return new;
end $$;
create trigger keep_fault before insert on transition_reason
    for each row execute function keep_fault();

create table saved_view (
    id         integer generated always as identity primary key,
    user_id    integer not null references user_account,
    page       text not null,
    name       text not null check (length(name) between 1 and 60),
    query      text not null check (length(query) <= 4000),
    created_at timestamptz not null default now(),
    unique (user_id, page, name)
);

-- A target holds from its day on; the one before it stays true of the days before. Without a value: none
-- from that day on.
create table kpi_target (
    id           integer generated always as identity primary key,
    kpi          text not null,
    service_code text references service,
    value        numeric,
    valid_from   date not null,
    set_by       integer references user_account,
    set_at       timestamptz not null default now()
);
create unique index kpi_target_once on kpi_target (kpi, coalesce(service_code, ''), valid_from);

create table annotation (
    id         integer generated always as identity primary key,
    day        date not null,
    note       text not null check (length(note) between 1 and 120),
    set_by     integer references user_account,
    set_at     timestamptz not null default now(),
    removed_at timestamptz
);

create table report_subscription (
    user_id   integer not null references user_account,
    frequency text not null check (frequency in ('mingguan', 'bulanan')),
    set_by    integer references user_account,
    set_at    timestamptz not null default now(),
    primary key (user_id, frequency)
);

-- A report goes out once per period, however often its job runs.
create table report_delivery (
    user_id   integer not null references user_account,
    frequency text not null,
    period    text not null,
    sent_at   timestamptz not null default now(),
    primary key (user_id, frequency, period)
);

-- One row per check of the replica's figures against the request database.
create table figure_check (
    id          integer generated always as identity primary key,
    started_at  timestamptz not null,
    finished_at timestamptz not null,
    asked_by    text not null,
    total       integer not null,
    matching    integer not null,
    differences jsonb not null default '[]'
);

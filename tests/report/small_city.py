"""Some three hundred applications, laid out by rule in a replica without a request database.

Application ``i`` (0 to 299) came in at 2026-09-01 08:00 plus ``5 i`` hours, so from 1 September to
2 November. Two services, two kecamatan and two locations take turns. Of every seven one is rejected, of
every eleven one is still in Verifikasi, of every forty one failed; two of three that finished were fetched.
"""

from __future__ import annotations

import datetime as dt

from dashboard.analytics.open_cases import fill_open_cases
from tests.analytics.hand_made import EmptyReplica

_CASES = """
create temp table cases as
select
    i,
    timestamp '2026-09-01 08:00' + to_hours(5 * i) as masuk,
    if(i % 2 = 0, 'KK', 'KTP_EL') as layanan,
    if(i % 5 < 2, '32.75.01', '32.75.02') as kecamatan,
    if(i % 3 = 0, 'DINAS', 'KEC_01') as lokasi,
    case
        when i % 11 = 0 then 'VERIFIKASI'
        when i % 7 = 0 then 'DITOLAK'
        when i % 40 = 3 then 'GAGAL'
        when i % 3 = 0 then 'SELESAI'
        else 'DIAMBIL'
    end as akhir
from range(300) as r (i)
"""

_SUBMISSIONS = """
insert into submissions by name
select
    i as request_id, i as root_id, 1 as attempt, masuk as root_submitted_at, masuk as submitted_at,
    masuk + interval 6 hour as due_at, 1 as sla_days, layanan, 'BARU' as varian, kecamatan,
    'TIDAK_DIKETAHUI' as kelurahan, lokasi, 'aplikasi' as kanal, 'eopen' as source
from cases
"""

_STEPS = """
insert into transitions by name
select
    row_number() over (order by i, pergi) as transition_id, i as request_id, dari as from_status,
    ke as to_status, tiba as entered_at, pergi as left_at, epoch(pergi - tiba) as calendar_seconds,
    epoch(pergi - tiba)::int as working_seconds, epoch(pergi - masuk)::int as working_since_submission,
    masuk as submitted_at, masuk + interval 6 hour as due_at, 1 as attempt, layanan, 'BARU' as varian,
    kecamatan, 'TIDAK_DIKETAHUI' as kelurahan, lokasi, 'aplikasi' as kanal
from (
    select *, 'VERIFIKASI' as dari, if(akhir in ('DITOLAK', 'GAGAL'), akhir, 'PROSES') as ke, masuk as tiba,
        masuk + to_minutes(60 + i % 50) as pergi
    from cases where akhir <> 'VERIFIKASI'
    union all
    select *, 'PROSES', 'SELESAI', masuk + to_minutes(60 + i % 50), masuk + to_minutes(120 + i)
    from cases where akhir in ('SELESAI', 'DIAMBIL')
    union all
    select *, 'SELESAI', 'DIAMBIL', masuk + to_minutes(120 + i), masuk + to_minutes(120 + i) + interval 2 day
    from cases where akhir = 'DIAMBIL'
)
"""

_REJECTIONS = """
insert into rejections by name
select
    transition_id, request_id, request_id as root_id,
    if(request_id % 2 = 0, 'BERKAS_BURAM', 'BERKAS_TIDAK_LENGKAP') as reason, true as is_primary,
    'pemohon' as fault, true as preventable,
    from_status, left_at, submitted_at, attempt, layanan, varian, kecamatan, kelurahan,
    lokasi, kanal
from transitions where to_status = 'DITOLAK'
"""

_SLOTS = """
insert into slots
select row_number() over (order by lokasi, hari), lokasi, kecamatan, hari::date, 6, 2 + (day(hari) % 4)
from generate_series(timestamp '2026-09-01', timestamp '2026-11-30', interval 1 day) as d (hari)
cross join (values ('DINAS', '32.75.01'), ('KEC_01', '32.75.02')) as l (lokasi, kecamatan)
where isodow(hari) < 6
"""

_BOOKINGS = """
insert into bookings
select
    row_number() over (order by slot_id, cases.i), slot_id, cases.i, slots.day, cases.masuk,
    if(cases.i % 9 = 0, 'tidak_hadir', 'hadir'), cases.masuk, cases.masuk, cases.layanan, cases.kecamatan,
    slots.lokasi, 'aplikasi', null
from slots
join cases on cases.lokasi = slots.lokasi and cases.masuk::date + 3 = slots.day
where akhir = 'DIAMBIL'
"""

_REFUSALS = """
insert into slot_refusals
select row_number() over (), lokasi, day, day - interval 2 day, 'KK', kecamatan, 'aplikasi'
from slots where slot_id % 4 = 0
"""

NAMES = """
insert into dim_layanan values ('KK', 'Kartu Keluarga', 1, 1), ('KTP_EL', 'KTP-el', 1, 2);
insert into dim_lokasi values ('DINAS', 'Kantor Dinas', 'dinas', 1, '32.75.01'),
    ('KEC_01', 'Kantor Kecamatan', 'kecamatan', 2, '32.75.02');
insert into dim_kecamatan values ('32.75.01', 'Bekasi Timur', 250000, 2025, 1, 1),
    ('32.75.02', 'Bekasi Barat', 280000, 2025, 1, 2);
insert into dim_alasan values ('BERKAS_BURAM', 'Berkas buram', 'pemohon', 'Foto ulang'),
    ('BERKAS_TIDAK_LENGKAP', 'Berkas tidak lengkap', 'pemohon', 'Periksa daftar');
insert into calendar
select lokasi, hari::date, 27000
from generate_series(timestamp '2026-08-01', timestamp '2026-12-31', interval 1 day) as d (hari)
cross join (values ('DINAS'), ('KEC_01')) as l (lokasi)
where isodow(hari) < 6;
"""

PATH = (_CASES, _SUBMISSIONS, _STEPS, _REJECTIONS, _SLOTS, _BOOKINGS, _REFUSALS, NAMES)
OCTOBER = dt.date(2026, 10, 1), dt.date(2026, 10, 31)
SEPTEMBER = dt.date(2026, 9, 1), dt.date(2026, 9, 30)


def small_city(as_of: str = "2026-11-24 12:00") -> EmptyReplica:
    """The replica of that city."""
    replica = EmptyReplica(as_of)
    for statement in PATH:
        replica.connection.execute(statement)
    fill_open_cases(replica.connection)
    return replica

-- title: Permohonan yang masih terbuka
-- definition: Permohonan yang pada akhir periode (atau sekarang) masih di Verifikasi atau Proses, satu per satu,
--   menurut status, umur, atau keadaan tenggatnya; jumlahnya sama dengan n pada tunggakan berkas dan pada tenggat permohonan yang masih terbuka.
-- unit: permohonan
-- grain: satu baris per permohonan
-- period: akhir hari terakhir periode, atau sekarang
-- excludes: permohonan Selesai yang menunggu diambil
-- option: saat = periode | sekarang (periode) - akhir periode, atau sekarang
-- option: status = semua | VERIFIKASI | PROSES (semua) - status sekarang
-- option: kelompok = number (0) - kelompok umur seperti pada tunggakan berkas; 0 berarti semua
-- option: keadaan = semua | terlambat | segera | mendekati | aman | tanpa_target (semua) - keadaan tenggat; segera berarti belum lewat dan jatuh tempo sampai hari buka berikutnya
-- option: urut = tenggat | terlama | terbaru (tenggat) - urutan daftar
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with batas as (
    select case when $saat = 'sekarang' then $now else least($end, $now) end as pada
),

terbuka as (
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at as masuk, due_at as tenggat, status
    from open_cases
    where entered_at < (select pada from batas) and status in ('VERIFIKASI', 'PROSES')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    union all
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at, due_at, from_status
    from stays
    where left_at >= (select pada from batas) and entered_at < (select pada from batas)
      and from_status in ('VERIFIKASI', 'PROSES')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

hari_buka as (
    select lokasi, min(day) as berikut
    from calendar
    where day > (select pada::date from batas)
    group by lokasi
),

berkeadaan as (
    select
        terbuka.*,
        case
            when masuk > pada - interval 1 day then 1
            when masuk > pada - interval 3 day then 2
            when masuk > pada - interval 7 day then 3
            when masuk > pada - interval 30 day then 4
            else 5
        end as kelompok,
        case
            when tenggat is null then 'tanpa_target'
            when tenggat < pada then 'terlambat'
            when tenggat < coalesce(hari_buka.berikut, pada::date + 1) + 1
                or epoch(pada - masuk) > 0.8 * epoch(tenggat - masuk) then 'mendekati'
            else 'aman'
        end as keadaan,
        tenggat >= pada and tenggat < coalesce(hari_buka.berikut, pada::date + 1) + 1 as segera
    from terbuka
    cross join batas
    left join hari_buka using (lokasi)
),

terpilih as (
    select *
    from berkeadaan
    where ($status = 'semua' or status = $status)
      and ($kelompok = 0 or kelompok = $kelompok)
      and ($keadaan = 'semua' or keadaan = $keadaan or ($keadaan = 'segera' and segera))
)

select
    request_id,
    layanan,
    kecamatan,
    lokasi,
    kanal,
    masuk,
    tenggat,
    if(status = 'PROSES', 'Proses', 'Verifikasi') as status_sekarang,
    (select count(*) from terpilih) as jumlah
from terpilih
order by
    case when $urut = 'tenggat' then tenggat end nulls last,
    case when $urut = 'terbaru' then masuk end desc,
    masuk,
    request_id
limit $batas offset $mulai

-- title: Alur antarstatus
-- definition: Perpindahan status dari permohonan yang masuk pada periode ini, beserta pengajuan ulang sesudah Ditolak
--   atau Gagal. Pengajuan ulang dihitung pada permohonan yang diulang.
-- unit: permohonan
-- grain: satu baris per perpindahan
-- period: tanggal permohonan masuk
-- excludes: langkah yang dibatalkan beserta pembatalannya
with langkah as not materialized (
    -- Read where it is used: kept aside, it would hold every step of the period.
    select request_id, from_status, to_status
    from stays
    where submitted_at >= $start and submitted_at < $end and left_at >= $start
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

pindah as (
    select from_status as dari, to_status as ke, count(*) as n
    from langkah
    group by dari, ke
),

-- A repeat may go to another service or place: it counts where it came from.
ulang as (
    select distinct resubmission_of as request_id
    from submissions
    where submitted_at >= $start and resubmission_of is not null
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

diulang as (
    select to_status as dari, 'AJUKAN_ULANG' as ke, count(*) as n
    from langkah
    inner join ulang using (request_id)
    where to_status in ('DITOLAK', 'GAGAL')
    group by dari
)

select dari, ke, n
from (
    select * from pindah
    union all
    select * from diulang
)
order by
    list_position(['VERIFIKASI', 'PROSES', 'SELESAI', 'DITOLAK', 'GAGAL'], dari),
    list_position(['PROSES', 'SELESAI', 'DIAMBIL', 'DITOLAK', 'GAGAL', 'AJUKAN_ULANG'], ke)

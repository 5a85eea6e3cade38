-- title: Hari yang hilang karena harus mengajukan ulang
-- definition: Untuk rantai yang permohonan pertamanya ditolak atau gagal dan yang akhirnya mencapai Selesai
--   lewat pengajuan ulang: hari kalender sejak permohonan pertama itu ditolak atau gagal sampai Selesai.
--   Layanan, kecamatan, lokasi dan kanal adalah milik permohonan pertama.
-- unit: hari
-- grain: satu baris
-- period: tanggal permohonan pertama
-- excludes: rantai yang belum mencapai Selesai; langkah yang dibatalkan beserta pembatalannya
with gugur as (
    select request_id as root_id, left_at as gugur_pada
    from stays
    where submitted_at >= $start and submitted_at < $end and left_at >= $start
      and attempt = 1 and to_status not in ('PROSES', 'SELESAI', 'DIAMBIL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

ulang as (
    select request_id, root_id
    from submissions
    where root_submitted_at >= $start and root_submitted_at < $end and submitted_at >= $start and attempt > 1
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

jadi as (
    select request_id, left_at as selesai_pada
    from stays
    where left_at >= $start and attempt > 1 and to_status = 'SELESAI'
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

biaya as (
    select epoch(selesai_pada - gugur_pada) / 86400.0 as hari
    from gugur
    inner join ulang using (root_id)
    inner join jadi using (request_id)
),

ukuran as (
    select count(*) as n, quantile_cont(hari, [0.5, 0.8, 0.9]) as p, avg(hari) as rata
    from biaya
)

select n, p[1] as p50, p[2] as p80, p[3] as p90, rata, n >= 20 as cukup
from ukuran

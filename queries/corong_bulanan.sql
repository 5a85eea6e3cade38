-- title: Perjalanan permohonan per bulan masuk
-- definition: Bagian permohonan tiap bulan masuk yang pernah mencapai Selesai, yang ditolak, yang gagal, dan
--   yang masih terbuka di Verifikasi atau Proses. Bulan dengan lebih dari 5 % permohonan terbuka ditandai
--   belum matang, karena hasilnya masih akan berubah.
-- unit: permohonan
-- grain: satu baris per bulan masuk
-- period: tanggal permohonan masuk
-- excludes: langkah yang dibatalkan beserta pembatalannya
with masuk_harian as (
    select submitted_at::date as hari, count(*) as n
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by hari
),

-- By day first: a day is found many times faster than a month, and few days are left to be put together.
masuk as (
    select date_trunc('month', hari)::date as bulan, sum(n)::bigint as n
    from masuk_harian
    group by bulan
),

hasil_harian as (
    select
        submitted_at::date as hari,
        count(*) filter (to_status = 'SELESAI') as selesai,
        count(*) filter (to_status = 'DITOLAK') as ditolak,
        count(*) filter (to_status = 'GAGAL') as gagal
    from stays
    where submitted_at >= $start and submitted_at < $end and left_at >= $start
      and to_status not in ('PROSES', 'DIAMBIL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by hari
),

hasil as (
    select
        date_trunc('month', hari)::date as bulan,
        sum(selesai)::bigint as selesai,
        sum(ditolak)::bigint as ditolak,
        sum(gagal)::bigint as gagal
    from hasil_harian
    group by bulan
)

select
    masuk.bulan,
    masuk.n,
    coalesce(selesai, 0) as selesai,
    coalesce(ditolak, 0) as ditolak,
    coalesce(gagal, 0) as gagal,
    masuk.n - coalesce(selesai + ditolak + gagal, 0) as terbuka,
    (masuk.n - coalesce(selesai + ditolak + gagal, 0)) <= 0.05 * masuk.n as matang
from masuk
left join hasil using (bulan)
order by masuk.bulan

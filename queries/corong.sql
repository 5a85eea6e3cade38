-- title: Perjalanan permohonan
-- definition: Dari permohonan yang masuk pada periode ini: berapa yang pernah mencapai Proses, Selesai dan
--   Diambil, berapa yang keluar sebagai Ditolak atau Gagal dan dari status mana, dan berapa yang masih
--   terbuka. Bagian dihitung terhadap permohonan masuk; konversi terhadap langkah sebelumnya.
-- unit: permohonan
-- grain: satu baris per langkah
-- period: tanggal permohonan masuk
-- excludes: langkah yang dibatalkan beserta pembatalannya
with masuk as (
    select count(*) as n
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- Every status is reached at most once, so steps can be counted without looking at single cases.
-- A stay ends after its submission: the bound on left_at only spares older rows.
langkah_lewat as (
    select from_status, to_status, count(*) as n
    from stays
    where submitted_at >= $start and submitted_at < $end and left_at >= $start
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by from_status, to_status
),

jumlah as (
    select
        (select n from masuk) as masuk,
        coalesce(sum(n) filter (to_status = 'PROSES'), 0) as proses,
        coalesce(sum(n) filter (to_status = 'SELESAI'), 0) as selesai,
        coalesce(sum(n) filter (to_status = 'DIAMBIL'), 0) as diambil,
        coalesce(sum(n) filter (to_status = 'DITOLAK' and from_status = 'VERIFIKASI'), 0) as ditolak_verifikasi,
        coalesce(sum(n) filter (to_status = 'DITOLAK' and from_status = 'PROSES'), 0) as ditolak_proses,
        coalesce(sum(n) filter (to_status = 'GAGAL' and from_status = 'VERIFIKASI'), 0) as gagal_verifikasi,
        coalesce(sum(n) filter (to_status = 'GAGAL' and from_status = 'PROSES'), 0) as gagal_proses
    from langkah_lewat
),

baris as (
    select unnest([
        {'urutan': 1, 'langkah': 'masuk', 'status': 'VERIFIKASI', 'n': masuk, 'dari': masuk},
        {'urutan': 2, 'langkah': 'proses', 'status': 'PROSES', 'n': proses, 'dari': masuk},
        {'urutan': 3, 'langkah': 'selesai', 'status': 'SELESAI', 'n': selesai, 'dari': proses},
        {'urutan': 4, 'langkah': 'diambil', 'status': 'DIAMBIL', 'n': diambil, 'dari': selesai},
        {'urutan': 5, 'langkah': 'ditolak_verifikasi', 'status': 'DITOLAK', 'n': ditolak_verifikasi, 'dari': masuk},
        {'urutan': 6, 'langkah': 'ditolak_proses', 'status': 'DITOLAK', 'n': ditolak_proses, 'dari': proses},
        {'urutan': 7, 'langkah': 'gagal_verifikasi', 'status': 'GAGAL', 'n': gagal_verifikasi, 'dari': masuk},
        {'urutan': 8, 'langkah': 'gagal_proses', 'status': 'GAGAL', 'n': gagal_proses, 'dari': proses},
        {'urutan': 9, 'langkah': 'terbuka_verifikasi', 'status': 'VERIFIKASI',
         'n': masuk - proses - ditolak_verifikasi - gagal_verifikasi, 'dari': masuk},
        {'urutan': 10, 'langkah': 'terbuka_proses', 'status': 'PROSES',
         'n': proses - selesai - ditolak_proses - gagal_proses, 'dari': proses},
        {'urutan': 11, 'langkah': 'menunggu_diambil', 'status': 'SELESAI', 'n': selesai - diambil, 'dari': selesai}
    ], recursive := true)
    from jumlah
)

select
    urutan,
    langkah,
    status,
    n::bigint as n,
    n / nullif((select masuk from jumlah), 0) as bagian,
    n / nullif(dari, 0) as konversi
from baris
order by urutan

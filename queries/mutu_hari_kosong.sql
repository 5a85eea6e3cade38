-- title: Hari buka tanpa kegiatan
-- definition: Hari buka menurut kalender tiap lokasi, dari hari pertama yang ada datanya sampai kemarin, dan
--   berapa di antaranya tanpa satu pun permohonan masuk, tanpa satu pun putusan, dan tanpa keduanya. Hari tanpa
--   keduanya dapat berarti kantor tutup yang belum dicatat di kalender, atau data yang tidak tercatat. Putusan: ke
--   Proses atau Ditolak dari Verifikasi, ke Selesai atau Ditolak dari Proses.
-- unit: hari
-- grain: satu baris per lokasi
-- period: hari buka
-- excludes: hari ini; hari sebelum data pertama lokasi itu; langkah yang dibatalkan beserta pembatalannya
with masuk as (
    select distinct lokasi, submitted_at::date as hari
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

putusan as (
    select distinct lokasi, left_at::date as hari
    from stays
    where left_at >= $start and left_at < $end
      and to_status not in ('DIAMBIL', 'GAGAL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

awal as (
    select lokasi, min(hari) as sejak
    from (select * from masuk union all select * from putusan) as ada
    group by lokasi
),

buka as (
    select calendar.lokasi, day as hari
    from calendar
    join awal on awal.lokasi = calendar.lokasi and day >= sejak
    where day >= $start::date and day < least($end::date, $now::date)
),

hari_buka as (
    select buka.lokasi, buka.hari, masuk.hari is null as tanpa_masuk, putusan.hari is null as tanpa_putusan
    from buka
    left join masuk on masuk.lokasi = buka.lokasi and masuk.hari = buka.hari
    left join putusan on putusan.lokasi = buka.lokasi and putusan.hari = buka.hari
)

select
    hari_buka.lokasi,
    coalesce(any_value(dim_lokasi.name), hari_buka.lokasi) as nama,
    count(*) as hari_buka,
    count(*) filter (tanpa_masuk) as tanpa_masuk,
    count(*) filter (tanpa_putusan) as tanpa_putusan,
    count(*) filter (tanpa_masuk and tanpa_putusan) as kosong,
    max(hari) filter (tanpa_masuk and tanpa_putusan) as terakhir_kosong
from hari_buka
left join dim_lokasi on dim_lokasi.code = hari_buka.lokasi
group by hari_buka.lokasi
order by kosong desc, tanpa_putusan desc, hari_buka.lokasi

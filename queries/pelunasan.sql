-- title: Kapan tunggakan habis
-- definition: Tunggakan sekarang (Verifikasi dan Proses) dibagi kelebihan keluar atas masuk per minggu, rata-rata dari
--   delapan minggu penuh terakhir (Senin sampai Minggu); keluar berarti Selesai, Ditolak, atau Gagal. Rentangnya
--   memakai kelebihan pada persentil 80 (paling cepat) dan 20 (paling lambat) dari delapan minggu itu. Bila yang masuk
--   tidak lebih sedikit daripada yang keluar, tunggakan tidak akan habis dan tanggalnya kosong. Minggu kerja penuh
--   adalah tunggakan dibagi rata-rata keluar per minggu, seandainya tidak ada permohonan baru.
-- unit: permohonan per minggu
-- grain: satu baris
-- period: delapan minggu penuh sebelum sekarang, tidak bergantung pada periode
-- excludes: langkah yang dibatalkan beserta pembatalannya; permohonan Selesai yang menunggu diambil
with batas as (
    select date_trunc('week', $now)::timestamp as sampai, date_trunc('week', $now)::timestamp - interval 56 day as sejak
),

gerak as (
    select submitted_at as saat, 1 as masuk, 0 as keluar
    from submissions
    where submitted_at >= (select sejak from batas) and submitted_at < (select sampai from batas)
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    union all
    select left_at, 0, 1
    from stays
    where left_at >= (select sejak from batas) and left_at < (select sampai from batas)
      and to_status not in ('PROSES', 'DIAMBIL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

berdiri as (
    select request_id
    from open_cases
    where entered_at < $now and status in ('VERIFIKASI', 'PROSES')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    union all
    select request_id
    from stays
    where left_at >= $now and entered_at < $now and from_status in ('VERIFIKASI', 'PROSES')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

tunggakan as (
    select count(*) as terbuka
    from berdiri
),

minggu as (
    select date_trunc('week', saat)::date as minggu, sum(masuk) as masuk, sum(keluar) as keluar
    from gerak
    group by minggu
),

laju as (
    select
        count(*) as minggu,
        sum(masuk) / 8 as masuk_per_minggu,
        sum(keluar) / 8 as keluar_per_minggu,
        (sum(keluar) - sum(masuk)) / 8 as kelebihan,
        quantile_cont(keluar - masuk, [0.8, 0.2]) as kelebihan_rentang
    from minggu
),

dihitung as (
    select
        terbuka,
        masuk_per_minggu,
        keluar_per_minggu,
        kelebihan,
        terbuka / nullif(keluar_per_minggu, 0) as minggu_kerja_penuh,
        case when kelebihan > 0 then terbuka / kelebihan end as minggu,
        case when kelebihan_rentang[1] > 0 then terbuka / kelebihan_rentang[1] end as minggu_cepat,
        case when kelebihan_rentang[2] > 0 then terbuka / kelebihan_rentang[2] end as minggu_lambat,
        laju.minggu = 8 as cukup
    from tunggakan
    cross join laju
)

select
    terbuka,
    masuk_per_minggu,
    keluar_per_minggu,
    kelebihan,
    minggu_kerja_penuh,
    case when terbuka > 0 and minggu < 520 then ($now + to_days(ceil(minggu * 7)::integer))::date end as habis,
    case when terbuka > 0 and minggu_cepat < 520 then ($now + to_days(ceil(minggu_cepat * 7)::integer))::date end as habis_cepat,
    case when terbuka > 0 and minggu_lambat < 520 then ($now + to_days(ceil(minggu_lambat * 7)::integer))::date end as habis_lambat,
    cukup
from dihitung

-- title: Dokumen selesai yang belum diambil
-- definition: Permohonan yang sudah Selesai tetapi pada akhir periode (atau sekarang, bila periode belum berakhir)
--   belum Diambil, menurut lamanya menunggu: hari kalender sejak Selesai. Tua: lebih dari
--   30 hari.
-- unit: permohonan
-- grain: satu baris per kelompok lama menunggu
-- period: akhir hari terakhir periode
-- excludes: langkah yang dibatalkan beserta pembatalannya
with batas as (
    select least($end, $now) as pada
),

menunggu as (
    select entered_at as selesai_pada
    from open_cases
    where entered_at < (select pada from batas) and status = 'SELESAI'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    union all
    select entered_at
    from stays
    where left_at >= (select pada from batas) and entered_at < (select pada from batas) and from_status = 'SELESAI'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

berumur as (
    select
        case
            when selesai_pada > pada - interval 3 day then 1
            when selesai_pada > pada - interval 7 day then 2
            when selesai_pada > pada - interval 30 day then 3
            when selesai_pada > pada - interval 90 day then 4
            else 5
        end as kelompok,
        count(*) as n
    from menunggu
    cross join batas
    group by kelompok
)

select kisi.kelompok, kisi.umur, kisi.kelompok >= 4 as tua, coalesce(berumur.n, 0) as n
from (
    values (1, 'sampai 3 hari'), (2, '3 sampai 7 hari'), (3, '7 sampai 30 hari'), (4, '30 sampai 90 hari'),
        (5, 'lebih dari 90 hari')
) as kisi (kelompok, umur)
left join berumur on berumur.kelompok = kisi.kelompok
order by kisi.kelompok

-- title: Tunggakan berkas menurut umur
-- definition: Permohonan yang pada akhir periode (atau sekarang, bila periode belum berakhir) masih di Verifikasi
--   atau Proses, menurut status dan umurnya: hari kalender sejak permohonan masuk. Tua: lebih dari 7 hari.
-- unit: permohonan
-- grain: satu baris per status dan kelompok umur
-- period: akhir hari terakhir periode
-- excludes: langkah yang dibatalkan beserta pembatalannya; permohonan Selesai yang menunggu diambil
with batas as (
    select least($end, $now) as pada
),

-- A stay was open at a moment within it: what still stands, and what was left only later.
terbuka as (
    select status, submitted_at
    from open_cases
    where entered_at < (select pada from batas) and status in ('VERIFIKASI', 'PROSES')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    union all
    select from_status, submitted_at
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

berumur as (
    select
        status,
        case
            when submitted_at > pada - interval 1 day then 1
            when submitted_at > pada - interval 3 day then 2
            when submitted_at > pada - interval 7 day then 3
            when submitted_at > pada - interval 30 day then 4
            else 5
        end as kelompok,
        count(*) as n
    from terbuka
    cross join batas
    group by status, kelompok
),

kisi as (
    select status, kelompok, umur
    from (values ('VERIFIKASI'), ('PROSES')) as s (status)
    cross join (
        values (1, 'sampai 1 hari'), (2, '1 sampai 3 hari'), (3, '3 sampai 7 hari'), (4, '7 sampai 30 hari'),
            (5, 'lebih dari 30 hari')
    ) as u (kelompok, umur)
)

select kisi.status, kisi.kelompok, kisi.umur, kisi.kelompok >= 4 as tua, coalesce(berumur.n, 0) as n
from kisi
left join berumur on berumur.status = kisi.status and berumur.kelompok = kisi.kelompok
order by list_position(['VERIFIKASI', 'PROSES'], kisi.status), kisi.kelompok

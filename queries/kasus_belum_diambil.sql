-- title: Permohonan yang selesai dan belum diambil
-- definition: Permohonan yang sudah Selesai tetapi pada akhir periode (atau sekarang, bila periode belum berakhir)
--   belum Diambil, satu per satu; jumlahnya sama dengan n pada dokumen selesai yang belum diambil.
-- unit: permohonan
-- grain: satu baris per permohonan
-- period: akhir hari terakhir periode
-- excludes: langkah yang dibatalkan beserta pembatalannya
-- option: kelompok = number (0) - kelompok lama menunggu seperti pada dokumen yang belum diambil; 0 berarti semua
-- option: urut = terlama | terbaru (terlama) - urutan daftar
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with batas as (
    select least($end, $now) as pada
),

menunggu as (
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at as masuk, entered_at as selesai_pada
    from open_cases
    where entered_at < (select pada from batas) and status = 'SELESAI'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    union all
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at, entered_at
    from stays
    where left_at >= (select pada from batas) and entered_at < (select pada from batas) and from_status = 'SELESAI'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

berkelompok as (
    select
        menunggu.*,
        case
            when selesai_pada > pada - interval 3 day then 1
            when selesai_pada > pada - interval 7 day then 2
            when selesai_pada > pada - interval 30 day then 3
            when selesai_pada > pada - interval 90 day then 4
            else 5
        end as kelompok
    from menunggu
    cross join batas
),

terpilih as (
    select *
    from berkelompok
    where $kelompok = 0 or kelompok = $kelompok
)

select
    request_id,
    layanan,
    kecamatan,
    lokasi,
    kanal,
    masuk,
    selesai_pada,
    (select count(*) from terpilih) as jumlah
from terpilih
order by case when $urut = 'terbaru' then selesai_pada end desc, selesai_pada, request_id
limit $batas offset $mulai

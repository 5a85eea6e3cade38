-- title: Tenggat permohonan yang masih terbuka
-- definition: Permohonan yang pada akhir periode (atau sekarang, bila periode belum berakhir) masih di Verifikasi
--   atau Proses, menurut keadaan tenggatnya saat itu. Terlambat: tenggat sudah lewat. Mendekati: tenggat jatuh hari
--   itu atau pada hari buka berikutnya di lokasi itu, atau lebih dari 80 % waktunya terpakai. Tanpa target: layanan tanpa standar waktu, yang tidak pernah dihitung tepat waktu.
-- unit: permohonan
-- grain: satu baris per keadaan tenggat
-- period: akhir hari terakhir periode
-- excludes: permohonan Selesai yang menunggu diambil
with batas as (
    select least($end, $now) as pada
),

terbuka as (
    select submitted_at, due_at, lokasi
    from open_cases
    where entered_at < (select pada from batas) and status in ('VERIFIKASI', 'PROSES')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    union all
    select submitted_at, due_at, lokasi
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
        case
            when due_at is null then 'tanpa_target'
            when due_at < pada then 'terlambat'
            when due_at < coalesce(hari_buka.berikut, pada::date + 1) + 1
                or epoch(pada - submitted_at) > 0.8 * epoch(due_at - submitted_at) then 'mendekati'
            else 'aman'
        end as keadaan,
        epoch(pada - submitted_at) / 86400.0 as hari
    from terbuka
    cross join batas
    left join hari_buka using (lokasi)
)

select
    kisi.keadaan,
    count(berkeadaan.keadaan) as n,
    max(hari) as terlama_hari
from (values ('terlambat', 1), ('mendekati', 2), ('aman', 3), ('tanpa_target', 4)) as kisi (keadaan, urutan)
left join berkeadaan on berkeadaan.keadaan = kisi.keadaan
group by kisi.keadaan, kisi.urutan
order by kisi.urutan

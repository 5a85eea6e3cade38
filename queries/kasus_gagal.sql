-- title: Permohonan yang gagal
-- definition: Permohonan yang berakhir Gagal pada periode ini, satu per satu; jumlahnya sama dengan permohonan kena
--   pada episode yang dipilih, atau dengan yang tersebar. Episode seperti pada episode gangguan sistem.
-- unit: permohonan
-- grain: satu baris per permohonan
-- period: saat gagal
-- excludes: langkah yang dibatalkan beserta pembatalannya; Ditolak
-- option: himpunan = semua | episode | tersebar (semua) - semua, hanya dalam episode, atau hanya yang tersebar
-- option: episode = text - awal episode, seperti 2026-01-31T08:00:00; kosong berarti semua
-- option: pulih = semua | ya | belum (semua) - rantainya kemudian mencapai Selesai atau tidak
-- option: urut = terbaru | terlama (terbaru) - urutan daftar menurut saat gagal
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with gagal as (
    select request_id, attempt, layanan, kecamatan, lokasi, kanal, submitted_at, left_at
    from stays
    where left_at >= $start and left_at < $end and to_status = 'GAGAL'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

berjeda as (
    select
        *,
        coalesce(left_at - lag(left_at) over (order by left_at, request_id) > interval 60 minute, true) as awal
    from gagal
),

berkelompok as (
    select *, count(*) filter (awal) over (order by left_at, request_id rows unbounded preceding) as kelompok
    from berjeda
),

-- A repeat may go to another location or service; it stays with the chain that it belongs to.
ulang as (
    select request_id, root_id, attempt
    from submissions
    where attempt > 1
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

selesai_ulang as (
    select request_id
    from stays
    where left_at >= $start and attempt > 1 and to_status = 'SELESAI'
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

pulih as (
    select distinct awal.request_id
    from gagal as awal
    left join ulang as diri on diri.request_id = awal.request_id
    inner join ulang as lanjut
        on lanjut.root_id = coalesce(diri.root_id, awal.request_id) and lanjut.attempt > awal.attempt
    inner join selesai_ulang on selesai_ulang.request_id = lanjut.request_id
),

bertanda as (
    select
        *,
        strftime(min(left_at) over (partition by kelompok), '%Y-%m-%dT%H:%M:%S') as awal_episode,
        count(*) over (partition by kelompok) >= 3 as dalam_episode,
        request_id in (select request_id from pulih) as sudah_pulih
    from berkelompok
),

terpilih as (
    select
        request_id,
        layanan,
        kecamatan,
        lokasi,
        kanal,
        submitted_at as masuk,
        left_at as gagal,
        case when sudah_pulih then 'ya' else 'belum' end as pulih
    from bertanda
    where ($himpunan = 'semua' or dalam_episode = ($himpunan = 'episode'))
      and ($episode is null or (dalam_episode and awal_episode = $episode))
      and ($pulih = 'semua' or sudah_pulih = ($pulih = 'ya'))
)

select *, (select count(*) from terpilih) as jumlah
from terpilih
order by case when $urut = 'terlama' then gagal end, gagal desc, request_id
limit $batas offset $mulai

-- title: Permohonan pertama di balik banyaknya pengajuan
-- definition: Permohonan pertama tiap rantai yang dimulai pada periode ini dan sampai sekarang diajukan tepat
--   sebanyak itu, satu per satu; jumlahnya sama dengan rantai pada berapa kali harus diajukan.
-- unit: rantai
-- grain: satu baris per rantai
-- period: tanggal permohonan pertama
-- excludes: pengajuan ulang di lokasi di luar wilayah kerja akun
-- option: kali = number (2) - banyaknya pengajuan, permohonan pertama ikut dihitung
-- option: urut = terbaru | terlama (terbaru) - urutan daftar menurut tanggal masuk
-- option: batas = number (50) - banyaknya baris
-- option: mulai = number (0) - baris yang dilewati
with pertama as (
    select request_id, layanan, kecamatan, lokasi, kanal, submitted_at as masuk
    from submissions
    where submitted_at >= $start and submitted_at < $end and attempt = 1
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- A repeat may go to another location or service; it stays with the chain that it belongs to.
ulang as (
    select root_id, count(*) as kali, max(submitted_at) as diajukan_terakhir
    from submissions
    where root_submitted_at >= $start and root_submitted_at < $end and submitted_at >= $start and attempt > 1
      and root_id in (select request_id from pertama)
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by root_id
),

rantai as (
    select pertama.*, diajukan_terakhir
    from pertama
    left join ulang on root_id = request_id
    where coalesce(kali, 0) + 1 = $kali
)

select *, (select count(*) from rantai) as jumlah
from rantai
order by case when $urut = 'terlama' then masuk end, masuk desc, request_id
limit $batas offset $mulai

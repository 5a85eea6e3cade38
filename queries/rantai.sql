-- title: Berapa kali harus diajukan
-- definition: Satu rantai adalah permohonan pertama beserta pengajuan ulangnya. Untuk rantai yang dimulai
--   pada periode ini: berapa yang diajukan paling sedikit k kali, dan berapa yang sampai sekarang tepat k kali.
--   Layanan, kecamatan, lokasi dan kanal adalah milik permohonan pertama.
-- unit: rantai
-- grain: satu baris per jumlah pengajuan
-- period: tanggal permohonan pertama
-- excludes: pengajuan ulang di lokasi di luar wilayah kerja akun
with pertama as (
    select request_id
    from submissions
    where submitted_at >= $start and submitted_at < $end and attempt = 1
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- Few are repeated: only those are looked at one by one. A repeat may go to another location or
-- service; it stays with the chain that it belongs to.
ulang as (
    select root_id, count(*) as kali
    from submissions
    where root_submitted_at >= $start and root_submitted_at < $end and submitted_at >= $start and attempt > 1
      and root_id in (select request_id from pertama)
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by root_id
),

panjang as (
    select kali + 1 as ke, count(*) as tepat
    from ulang
    group by kali
    union all
    select 1, (select count(*) from pertama) - (select count(*) from ulang)
    where exists (select 1 from pertama)
)

select
    ke,
    (sum(tepat) over (order by ke desc))::bigint as paling_sedikit,
    tepat,
    tepat / nullif(sum(tepat) over (), 0) as bagian
from panjang
order by ke

-- title: Sesudah ditolak
-- definition: Keadaan sekarang setiap permohonan yang diputus Ditolak pada periode ini, masing-masing tepat satu:
--   diajukan ulang dan Selesai; diajukan ulang dan masih terbuka; diajukan ulang dan Ditolak lagi; diajukan ulang
--   dan Gagal; tidak diajukan ulang 30 hari atau lebih sejak ditolak (menyerah); belum diajukan ulang. Bila diajukan
--   ulang beberapa kali, Selesai didahulukan, lalu keadaan pengajuan terakhir. Jumlahnya sama dengan seluruh
--   penolakan.
-- unit: penolakan
-- grain: satu baris per keadaan
-- period: saat diputus
-- excludes: langkah yang dibatalkan beserta pembatalannya; pengajuan ulang di luar wilayah kerja akun
-- option: hari = number (30) - hari tanpa pengajuan ulang sejak ditolak yang disebut menyerah
with ditolak as (
    select request_id, attempt, left_at
    from stays
    where left_at >= $start and left_at < $end and to_status = 'DITOLAK'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- A repeat may go to another location or service; it stays with the chain that it belongs to.
ulang as (
    select request_id, root_id, attempt
    from submissions
    where attempt > 1
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

akhir_ulang as (
    select request_id, to_status
    from stays
    where left_at >= $start and attempt > 1 and to_status not in ('PROSES', 'DIAMBIL')
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

sesudah as (
    select
        awal.request_id,
        count(*) filter (to_status = 'SELESAI') > 0 as selesai,
        arg_max(coalesce(to_status, 'TERBUKA'), lanjut.attempt) as terakhir
    from ditolak as awal
    left join ulang as diri on diri.request_id = awal.request_id
    inner join ulang as lanjut
        on lanjut.root_id = coalesce(diri.root_id, awal.request_id) and lanjut.attempt > awal.attempt
    left join akhir_ulang on akhir_ulang.request_id = lanjut.request_id
    group by awal.request_id
),

nasib as (
    select
        case
            when selesai then 'selesai'
            when terakhir = 'TERBUKA' then 'terbuka'
            when terakhir = 'DITOLAK' then 'ditolak_lagi'
            when terakhir = 'GAGAL' then 'gagal'
            when left_at <= $now - to_days($hari::integer) then 'menyerah'
            else 'belum'
        end as lanjutan
    from ditolak
    left join sesudah using (request_id)
),

hitungan as (
    select lanjutan, count(*) as n
    from nasib
    group by lanjutan
),

-- Always all of them, so that none is taken for forgotten.
keadaan as (
    select
        unnest(['selesai', 'terbuka', 'ditolak_lagi', 'gagal', 'menyerah', 'belum']) as lanjutan,
        unnest([1, 2, 3, 4, 5, 6]) as urutan
)

select
    lanjutan,
    coalesce(n, 0) as n,
    coalesce(n, 0) / nullif(sum(n) over (), 0) as bagian,
    coalesce(sum(n) over (), 0)::bigint as ditolak
from keadaan
left join hitungan using (lanjutan)
order by urutan

-- title: Kesepakatan putusan pada periksa ulang
-- definition: Sebagian putusan Verifikasi (Proses atau Ditolak) diundi untuk diperiksa ulang oleh petugas kedua yang
--   tidak mengetahui putusan pertama. Menurut layanan: bagian yang putusannya sama. Menurut alasan: dari putusan
--   Ditolak dengan alasan utama itu, bagian yang ditolak juga oleh petugas kedua dengan alasan utama yang sama.
--   Rentang 95 % (Wilson). Di bawah 20 pemeriksaan tidak dinilai. Kesepakatan bukan ukuran siapa yang benar.
-- unit: persen
-- grain: satu baris per layanan atau alasan utama yang putusannya sudah diperiksa ulang
-- period: saat diputus pertama kali
-- excludes: putusan yang dibatalkan; pemeriksaan yang belum dijawab; Gagal
-- option: menurut = layanan | alasan (layanan) - pengelompokan
with pemeriksaan as (
    select
        case $menurut when 'layanan' then layanan else coalesce(first_reason, 'TIDAK_DIKETAHUI') end as kode,
        first_verdict = second_verdict as putusan_sama,
        first_verdict = second_verdict
        and ($menurut = 'layanan' or first_reason is not distinct from second_reason) as sepakat
    from standing_reviews
    where left_at >= $start and left_at < $end
      and ($menurut = 'layanan' or first_verdict = 'DITOLAK')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

hitungan as (
    select
        kode,
        count(*) as n,
        count(*) filter (sepakat) as sepakat,
        count(*) filter (putusan_sama) as putusan_sama
    from pemeriksaan
    group by kode
),

nama_kode as (
    select code as kode, name as nama from dim_layanan where $menurut = 'layanan'
    union all
    select code, label from dim_alasan where $menurut = 'alasan'
)

-- Wilson with z = 1.96, both sides multiplied by n: z^2 = 3.8416, z^2 / 2 = 1.9208, z^2 / 4 = 0.9604.
select
    kode,
    coalesce(nama, case when kode = 'TIDAK_DIKETAHUI' then 'Tidak diketahui' else kode end) as nama,
    n,
    sepakat,
    putusan_sama,
    sepakat / n as tingkat,
    greatest(0, (sepakat + 1.9208 - 1.96 * sqrt(sepakat * (n - sepakat) / n + 0.9604)) / (n + 3.8416)) as low,
    least(1, (sepakat + 1.9208 + 1.96 * sqrt(sepakat * (n - sepakat) / n + 0.9604)) / (n + 3.8416)) as high,
    n >= 20 as cukup,
    sum(n) over () as n_semua,
    sum(sepakat) over () / sum(n) over () as keseluruhan
from hitungan
left join nama_kode using (kode)
order by cukup desc, tingkat, n desc, kode

-- title: Kanal per kecamatan
-- definition: Bagian permohonan yang masuk lewat tiap kanal (aplikasi, loket, Halo Pamor, Halo Petugas) dari seluruh
--   permohonan satu kecamatan, dengan rentang 95 % (Wilson). Di bawah 20 permohonan tidak dinilai.
-- unit: persen permohonan
-- grain: satu baris per kecamatan dan kanal; juga yang tanpa permohonan
-- period: tanggal permohonan masuk
-- excludes: tidak ada; yang tidak tercatat tampil sebagai Tidak diketahui
with masuk as (
    select kecamatan, kanal, count(*) as n
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by kecamatan, kanal
),

wilayah as (
    select code as kecamatan from dim_kecamatan
    where ($kecamatan is null or list_contains($kecamatan, code))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, code))
    union
    select kecamatan from masuk
),

saluran as (
    select unnest(['aplikasi', 'loket', 'halo_pamor', 'halo_petugas']) as kanal
    union
    select kanal from masuk
),

jumlah as (
    select
        kecamatan,
        kanal,
        coalesce(n, 0) as n,
        sum(coalesce(n, 0)) over (partition by kecamatan)::bigint as jumlah,
        sum(coalesce(n, 0)) over (partition by kanal) as kota_n,
        sum(coalesce(n, 0)) over () as kota_jumlah
    from wilayah
    cross join saluran
    left join masuk using (kecamatan, kanal)
)

-- Wilson with z = 1.96, both sides multiplied by n: z^2 = 3.8416, z^2 / 2 = 1.9208, z^2 / 4 = 0.9604.
select
    kecamatan,
    coalesce(
        dim_kecamatan.name, case kecamatan when 'TIDAK_DIKETAHUI' then 'Tidak diketahui' else kecamatan end
    ) as nama,
    kanal,
    n,
    jumlah,
    n / nullif(jumlah, 0) as bagian,
    greatest(0, (n + 1.9208 - 1.96 * sqrt(n * (jumlah - n) / nullif(jumlah, 0) + 0.9604)) / (jumlah + 3.8416)) as low,
    least(1, (n + 1.9208 + 1.96 * sqrt(n * (jumlah - n) / nullif(jumlah, 0) + 0.9604)) / (jumlah + 3.8416)) as high,
    jumlah >= 20 as cukup,
    kota_n::bigint as kota_n,
    kota_n / nullif(kota_jumlah, 0) as kota_bagian
from jumlah
left join dim_kecamatan on dim_kecamatan.code = jumlah.kecamatan
order by kanal, kecamatan = 'TIDAK_DIKETAHUI', kecamatan

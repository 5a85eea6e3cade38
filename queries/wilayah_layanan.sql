-- title: Layanan yang diminta per kecamatan
-- definition: Permohonan yang masuk menurut kecamatan tempat tinggal pemohon dan layanan; bagian dihitung terhadap
--   seluruh permohonan dari kecamatan itu, dan disandingkan dengan bagian layanan itu di seluruh kota. Kecamatan
--   dengan kurang dari 20 permohonan tidak diberi bagian.
-- unit: permohonan
-- grain: satu baris per kecamatan dan layanan yang diminta
-- period: tanggal permohonan masuk
-- excludes: tidak ada; permohonan tanpa kecamatan tampil sebagai Tidak diketahui
with diminta as (
    select kecamatan, layanan, count(*) as n
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by kecamatan, layanan
)

select
    diminta.kecamatan,
    coalesce(
        dim_kecamatan.name,
        case diminta.kecamatan when 'TIDAK_DIKETAHUI' then 'Tidak diketahui' else diminta.kecamatan end
    ) as nama_kecamatan,
    diminta.layanan,
    coalesce(
        dim_layanan.name, case diminta.layanan when 'TIDAK_DIKETAHUI' then 'Tidak diketahui' else diminta.layanan end
    ) as nama_layanan,
    n,
    sum(n) over (partition by diminta.kecamatan)::bigint as jumlah,
    n / sum(n) over (partition by diminta.kecamatan) as bagian,
    sum(n) over (partition by diminta.layanan) / sum(n) over () as kota_bagian,
    sum(n) over (partition by diminta.kecamatan) >= 20 as cukup
from diminta
left join dim_kecamatan on dim_kecamatan.code = diminta.kecamatan
left join dim_layanan on dim_layanan.code = diminta.layanan
order by
    diminta.kecamatan = 'TIDAK_DIKETAHUI',
    diminta.kecamatan,
    coalesce(dim_layanan.position, 999),
    diminta.layanan

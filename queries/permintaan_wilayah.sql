-- title: Permintaan per wilayah
-- definition: Permohonan yang masuk menurut tempat tinggal pemohon, seluruhnya atau hanya pengajuan pertama (tanpa
--   pengajuan ulang). Per 1.000 penduduk: permohonan pada periode ini dibagi penduduk kecamatan menurut tahun
--   yang disebut, dengan rentang 95 % (Poisson, hampiran Byar). Angka kota: permohonan dari kecamatan yang
--   penduduknya tercatat dibagi jumlah penduduknya. Penduduk per kelurahan tidak tersedia, jadi kelurahan hanya
--   berisi jumlah. Di bawah 20 permohonan, angka per penduduk tidak ditampilkan.
-- unit: permohonan; permohonan per 1.000 penduduk
-- grain: satu baris per kecamatan atau kelurahan; juga yang tanpa permohonan
-- period: tanggal permohonan masuk
-- excludes: tidak ada; permohonan tanpa wilayah tampil sebagai Tidak diketahui
-- option: tingkat = kecamatan | kelurahan (kecamatan) - wilayah yang dihitung
-- option: hitung = semua | pertama (semua) - semua permohonan, atau pengajuan pertama saja
with masuk as (
    select
        kecamatan,
        case when $tingkat = 'kelurahan' then kelurahan else '' end as kelurahan,
        count(*) as n
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($hitung = 'semua' or attempt = 1)
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by all
),

wilayah as (
    select kecamatan, kelurahan from masuk
    union
    select code, '' from dim_kecamatan
    where ($kecamatan is null or list_contains($kecamatan, code))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, code))
      and $tingkat = 'kecamatan'
    union
    select kecamatan, code from dim_kelurahan
    where ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
      and $tingkat = 'kelurahan'
),

jumlah as (
    select
        wilayah.kecamatan,
        nullif(wilayah.kelurahan, '') as kelurahan,
        coalesce(
            dim_kecamatan.name,
            case wilayah.kecamatan when 'TIDAK_DIKETAHUI' then 'Tidak diketahui' else wilayah.kecamatan end
        ) as nama_kecamatan,
        coalesce(
            dim_kelurahan.name,
            case wilayah.kelurahan when 'TIDAK_DIKETAHUI' then 'Tidak diketahui' else nullif(wilayah.kelurahan, '') end
        ) as nama_kelurahan,
        coalesce(n, 0) as n,
        case when $tingkat = 'kecamatan' then nullif(population, 0) end as penduduk,
        case when $tingkat = 'kecamatan' and population > 0 then population_year end as tahun,
        tile_row as baris,
        tile_col as kolom
    from wilayah
    left join masuk using (kecamatan, kelurahan)
    left join dim_kecamatan on dim_kecamatan.code = wilayah.kecamatan
    left join dim_kelurahan on dim_kelurahan.code = wilayah.kelurahan
)

select
    *,
    n / nullif(sum(n) over (), 0) as bagian,
    1000.0 * n / penduduk as per_1000,
    case when n = 0 then 0.0 else 1000.0 * n * (1 - 1 / (9.0 * n) - 1.96 / (3 * sqrt(n))) ^ 3 end / penduduk as low,
    1000.0 * (n + 1) * (1 - 1 / (9.0 * (n + 1)) + 1.96 / (3 * sqrt(n + 1))) ^ 3 / penduduk as high,
    n >= 20 and penduduk is not null as cukup,
    sum(n) filter (penduduk is not null) over ()::bigint as kota_n,
    sum(penduduk) over ()::bigint as kota_penduduk,
    1000.0 * sum(n) filter (penduduk is not null) over () / sum(penduduk) over () as kota_per_1000
from jumlah
order by kecamatan = 'TIDAK_DIKETAHUI', kecamatan, kelurahan = 'TIDAK_DIKETAHUI', kelurahan

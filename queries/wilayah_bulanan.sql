-- title: Permintaan per bulan dan kecamatan
-- definition: Permohonan yang masuk tiap bulan menurut kecamatan tempat tinggal pemohon. Bulan tanpa satu pun
--   permohonan di seluruh kota tampil sebagai celah (data tidak ada), bukan nol; bulan yang tidak seluruhnya di
--   dalam periode atau belum berakhir ditandai sebagian.
-- unit: permohonan
-- grain: satu baris per bulan dan kecamatan
-- period: tanggal permohonan masuk
-- excludes: tidak ada; permohonan tanpa kecamatan tampil sebagai Tidak diketahui
-- option: hitung = semua | pertama (semua) - semua permohonan, atau pengajuan pertama saja
with masuk_harian as (
    select submitted_at::date as hari, kecamatan, count(*) as n
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

-- By day first: a day is found many times faster than a month, and few days are left to be put together.
masuk as (
    select date_trunc('month', hari)::date as bulan, kecamatan, sum(n)::bigint as n
    from masuk_harian
    group by all
),

-- Whatever is filtered: a month in which others applied is a true zero, not a gap.
bulan_ada as (
    select distinct date_trunc('month', hari)::date as bulan
    from (
        select distinct submitted_at::date as hari
        from submissions
        where submitted_at >= $start and submitted_at < $end
          and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
          and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    )
),

kisi as (
    select
        unnest(generate_series(
            min(bulan),
            greatest(
                max(bulan),
                case when $end < '9999-01-01' then date_trunc('month', least($end - interval 1 second, $now)) end
            ),
            interval 1 month
        ))::date as bulan
    from masuk
),

wilayah as (
    select code as kecamatan from dim_kecamatan
    where ($kecamatan is null or list_contains($kecamatan, code))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, code))
    union
    select kecamatan from masuk
)

select
    kisi.bulan,
    wilayah.kecamatan,
    coalesce(
        dim_kecamatan.name,
        case wilayah.kecamatan when 'TIDAK_DIKETAHUI' then 'Tidak diketahui' else wilayah.kecamatan end
    ) as nama,
    case when bulan_ada.bulan is not null then coalesce(n, 0) end as n,
    kisi.bulan < $start or kisi.bulan + interval 1 month > least($end, $now) as sebagian
from kisi
cross join wilayah
left join masuk on masuk.bulan = kisi.bulan and masuk.kecamatan = wilayah.kecamatan
left join bulan_ada on bulan_ada.bulan = kisi.bulan
left join dim_kecamatan on dim_kecamatan.code = wilayah.kecamatan
order by wilayah.kecamatan = 'TIDAK_DIKETAHUI', wilayah.kecamatan, kisi.bulan

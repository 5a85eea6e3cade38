-- title: Lama di tiap status per minggu
-- definition: P50, P80 dan P90 lama di tiap status untuk status yang ditinggalkan dalam satu minggu (Senin
--   sampai Minggu). Minggu tanpa data tampil sebagai celah; minggu yang tidak seluruhnya di dalam periode
--   atau belum berakhir ditandai sebagian.
-- unit: jam
-- grain: satu baris per minggu dan status
-- period: saat status ditinggalkan
-- excludes: status yang masih berjalan; langkah yang dibatalkan beserta pembatalannya
-- option: satuan = kerja | kalender (kerja) - jam kerja menurut kalender lokasi, atau jam kalender
with lama as (
    select
        date_trunc('week', left_at)::date as minggu,
        from_status as status,
        case when $satuan = 'kerja' then working_seconds else calendar_seconds end / 3600.0 as jam
    from stays
    where left_at >= $start and left_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

ukuran as (
    select minggu, status, count(*) as n, quantile_cont(jam, [0.5, 0.8, 0.9]) as p
    from lama
    group by minggu, status
),

-- Every week from the first one with data to the end of the period, so that a missing week is seen as
-- missing; without an end of the period, to the last one with data.
kisi as (
    select
        unnest(generate_series(
            min(minggu),
            greatest(
                max(minggu),
                case when $end < '9999-01-01' then date_trunc('week', least($end - interval 1 second, $now)) end
            ),
            interval 7 day
        ))::date as minggu
    from ukuran
),

rangka as (
    select kisi.minggu, status_ada.status
    from kisi
    cross join (select distinct status from ukuran) as status_ada
)

select
    rangka.minggu,
    rangka.status,
    coalesce(n, 0) as n,
    p[1] as p50,
    p[2] as p80,
    p[3] as p90,
    rangka.minggu < $start or rangka.minggu + 7 > least($end, $now) as sebagian,
    coalesce(n, 0) >= 20 as cukup
from rangka
left join ukuran on ukuran.minggu = rangka.minggu and ukuran.status = rangka.status
order by list_position(['VERIFIKASI', 'PROSES', 'SELESAI'], rangka.status), rangka.minggu

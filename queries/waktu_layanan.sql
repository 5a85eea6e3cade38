-- title: Lama per layanan
-- definition: P50, P80 dan P90 lama di tiap status, per layanan. Di bawah 20 permohonan angkanya tidak
--   ditampilkan.
-- unit: jam
-- grain: satu baris per layanan dan status yang ditinggalkan
-- period: saat status ditinggalkan
-- excludes: status yang masih berjalan; langkah yang dibatalkan beserta pembatalannya
-- option: satuan = kerja | kalender (kerja) - jam kerja menurut kalender lokasi, atau jam kalender
with lama as (
    select layanan, from_status as status, case when $satuan = 'kerja' then working_seconds else calendar_seconds end / 3600.0 as jam
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
    select layanan, status, count(*) as n, quantile_cont(jam, [0.5, 0.8, 0.9]) as p
    from lama
    group by layanan, status
)

select
    layanan,
    coalesce(dim_layanan.name, 'Tidak diketahui') as nama,
    status,
    n,
    p[1] as p50,
    p[2] as p80,
    p[3] as p90,
    n >= 20 as cukup
from ukuran
left join dim_layanan on dim_layanan.code = ukuran.layanan
order by list_position(['VERIFIKASI', 'PROSES', 'SELESAI'], status), p50 desc, layanan

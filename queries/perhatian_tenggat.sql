-- title: Aturan: tenggat lewat atau segera lewat
-- definition: Layanan dan lokasi yang mempunyai permohonan terbuka lewat tenggat, atau yang tenggatnya jatuh hari ini
--   atau pada hari buka berikutnya. Yang terlama dihitung dalam hari buka lokasi itu sesudah tenggat.
-- unit: permohonan
-- grain: satu baris per layanan dan lokasi
-- period: sekarang, tidak bergantung pada periode
-- excludes: permohonan tanpa tenggat
with terbuka as (
    select layanan, lokasi, due_at
    from open_cases
    where entered_at < $now and status in ('VERIFIKASI', 'PROSES')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    union all
    select layanan, lokasi, due_at
    from stays
    where left_at >= $now and entered_at < $now and from_status in ('VERIFIKASI', 'PROSES')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

hari_buka as (
    select lokasi, min(day) as berikut
    from calendar
    where day > $now::date
    group by lokasi
),

segera as (
    select
        layanan,
        lokasi,
        count(*) filter (due_at < $now) as terlambat,
        count(*) filter (due_at >= $now) as mendekati,
        min(due_at) filter (due_at < $now) as tenggat_terlama
    from terbuka
    left join hari_buka using (lokasi)
    where due_at < coalesce(berikut, $now::date + 1) + 1
    group by layanan, lokasi
)

select
    segera.layanan,
    coalesce(dim_layanan.name, 'Tidak diketahui') as nama_layanan,
    segera.lokasi,
    coalesce(dim_lokasi.name, 'lokasi tidak diketahui') as nama_lokasi,
    terlambat,
    mendekati,
    (
        select count(*)
        from calendar
        where calendar.lokasi = segera.lokasi and day > tenggat_terlama::date and day <= $now::date
    ) as terlama_hari_buka
from segera
left join dim_layanan on dim_layanan.code = segera.layanan
left join dim_lokasi on dim_lokasi.code = segera.lokasi
order by terlambat desc, mendekati desc, segera.layanan, segera.lokasi

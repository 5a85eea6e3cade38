-- title: Tingkat penolakan per minggu
-- definition: Ditolak dibagi seluruh putusan dalam satu minggu (Senin sampai Minggu), dan bagiannya menurut pihak
--   pada alasan utama. Minggu tanpa putusan tampil sebagai celah; minggu yang tidak seluruhnya di dalam periode atau
--   belum berakhir ditandai sebagian. Di bawah 20 putusan tidak dinilai.
-- unit: persen
-- grain: satu baris per minggu
-- period: saat diputus
-- excludes: langkah yang dibatalkan beserta pembatalannya; Gagal
with putusan as (
    select date_trunc('week', left_at)::date as minggu, count(*) as putusan
    from stays
    where left_at >= $start and left_at < $end and to_status not in ('DIAMBIL', 'GAGAL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by minggu
),

tertolak as (
    select transition_id, date_trunc('week', left_at)::date as minggu
    from stays
    where left_at >= $start and left_at < $end and to_status = 'DITOLAK'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- The rejections above already follow the filters.
utama as (
    select transition_id, reason, fault
    from standing_rejections
    where left_at >= $start and left_at < $end and is_primary
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

ditolak_per_minggu as (
    select
        minggu,
        count(*) as ditolak,
        count(*) filter (fault = 'pemohon') as pemohon,
        count(*) filter (fault = 'petugas') as petugas,
        count(*) filter (fault = 'sistem') as sistem
    from tertolak
    left join utama using (transition_id)
    group by minggu
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
    from putusan
)

select
    minggu,
    coalesce(putusan, 0) as putusan,
    coalesce(ditolak, 0) as ditolak,
    coalesce(pemohon, 0) as pemohon,
    coalesce(petugas, 0) as petugas,
    coalesce(sistem, 0) as sistem,
    coalesce(ditolak - pemohon - petugas - sistem, 0) as lain,
    coalesce(ditolak, 0) / putusan as tingkat,
    minggu < $start or minggu + 7 > least($end, $now) as sebagian,
    coalesce(putusan, 0) >= 20 as cukup
from kisi
left join putusan using (minggu)
left join ditolak_per_minggu using (minggu)
order by minggu

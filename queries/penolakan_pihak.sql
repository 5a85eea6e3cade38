-- title: Penolakan menurut pihak penyebab
-- definition: Permohonan yang diputus Ditolak menurut pihak pada alasan utamanya: pemohon, petugas atau sistem,
--   seperti tercatat saat alasan diberikan; tidak diketahui bila alasan tidak menunjuk pihak. Tingkat: dibagi
--   seluruh putusan. Dapat dicegah: alasan utamanya mempunyai petunjuk pencegahan saat diberikan.
-- unit: penolakan
-- grain: satu baris per pihak
-- period: saat diputus
-- excludes: langkah yang dibatalkan beserta pembatalannya; Gagal
with putusan as (
    select count(*) as putusan
    from stays
    where left_at >= $start and left_at < $end and to_status not in ('DIAMBIL', 'GAGAL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

tertolak as (
    select transition_id
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
    select transition_id, fault, preventable
    from standing_rejections
    where left_at >= $start and left_at < $end and is_primary
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

ditolak as (
    select
        coalesce(utama.fault, 'TIDAK_DIKETAHUI') as pihak,
        count(*) as n,
        count(*) filter (preventable) as dapat_dicegah
    from tertolak
    left join utama using (transition_id)
    group by pihak
),

jumlah as (
    select putusan, (select count(*) from tertolak) as ditolak
    from putusan
),

pihak_ada as (
    select unnest(['pemohon', 'petugas', 'sistem']) as pihak
    union
    select pihak from ditolak
)

select
    pihak,
    coalesce(n, 0) as n,
    coalesce(n, 0) / nullif(jumlah.ditolak, 0) as bagian,
    coalesce(n, 0) / nullif(jumlah.putusan, 0) as tingkat,
    coalesce(dapat_dicegah, 0) as dapat_dicegah,
    jumlah.ditolak,
    jumlah.putusan
from pihak_ada
left join ditolak using (pihak)
cross join jumlah
order by pihak = 'TIDAK_DIKETAHUI', n desc, pihak

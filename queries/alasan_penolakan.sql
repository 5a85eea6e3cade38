-- title: Alasan penolakan
-- definition: Permohonan yang diputus Ditolak menurut alasan utamanya, dari yang paling sering, dengan bagian dan
--   bagian kumulatif; tingkat adalah penolakan karena alasan itu dibagi seluruh putusan. Alasan pokok: alasan
--   tersering yang bersama-sama mencapai 80 %. Dapat dicegah: alasan yang mempunyai petunjuk pencegahan saat
--   diberikan. Disebut: penolakan yang memuat alasan itu, baik utama maupun tambahan. Pihak: yang tercatat saat
--   alasan diberikan.
-- unit: penolakan
-- grain: satu baris per alasan utama
-- period: saat diputus
-- excludes: langkah yang dibatalkan beserta pembatalannya; Gagal
with putusan as (
    select count(*) as n
    from stays
    where left_at >= $start and left_at < $end and to_status not in ('DIAMBIL', 'GAGAL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

ditolak as (
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
alasan_ditolak as (
    select transition_id, reason, fault, preventable, is_primary
    from standing_rejections
    where left_at >= $start and left_at < $end
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

utama as (
    select
        coalesce(reason, 'TIDAK_DIKETAHUI') as alasan,
        coalesce(fault, 'TIDAK_DIKETAHUI') as fault,
        coalesce(preventable, false) as preventable
    from ditolak
    left join (select * from alasan_ditolak where is_primary) as pertama using (transition_id)
),

-- A reason whose fault was changed in the meantime has both kinds.
hitungan as (
    select
        alasan,
        case when count(distinct fault) = 1 then min(fault) else 'beragam' end as pihak,
        count(*) as n,
        count(*) filter (preventable) as n_dicegah
    from utama
    group by alasan
),

disebut as (
    select reason as alasan, count(*) as disebut
    from alasan_ditolak
    where transition_id in (select transition_id from ditolak)
    group by reason
),

deret as (
    select
        alasan,
        pihak,
        n,
        n_dicegah,
        n / sum(n) over () as bagian,
        sum(n) over (order by n desc, alasan rows unbounded preceding) / sum(n) over () as kumulatif
    from hitungan
)

select
    alasan,
    coalesce(label, case alasan when 'TIDAK_DIKETAHUI' then 'Alasan tidak tercatat' else alasan end) as nama,
    pihak,
    n,
    bagian,
    kumulatif,
    kumulatif - bagian < 0.8 - 1e-9 as pokok,
    n / (select n from putusan) as tingkat,
    coalesce(disebut, 0) as disebut,
    coalesce(preventable_hint, '') as petunjuk,
    n_dicegah > 0 as dapat_dicegah,
    n_dicegah
from deret
left join disebut using (alasan)
left join dim_alasan on code = alasan
order by n desc, alasan

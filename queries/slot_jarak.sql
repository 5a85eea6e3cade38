-- title: Jarak permohonan ke tanggal pengambilan
-- definition: Banyaknya hari dari hari permohonan masuk sampai tanggal pengambilan yang dipesan: hari kerja lokasi
--   pengambilan (satuan jam kerja) atau hari kalender. Hari permohonan sendiri tidak dihitung, tanggal pengambilan
--   dihitung. Bagian kumulatif: pesanan dengan jarak paling banyak sekian hari.
-- unit: hari
-- grain: satu baris per banyaknya hari
-- period: tanggal slot (tanggal pengambilan) sampai hari ini
-- excludes: pesanan batal
-- option: satuan = kerja | kalender (kerja) - hari kerja menurut kalender lokasi, atau hari kalender
with pesanan as (
    select lokasi, day, submitted_at::date as masuk
    from bookings
    where day >= $start::date and day < $end::date and day <= $now::date and outcome <> 'batal'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

pasangan as (
    select lokasi, masuk, day, count(*) as n
    from pesanan
    group by lokasi, masuk, day
),

-- The working days up to and with each day; two of them apart is the distance in working days.
hari_kerja as (
    select
        lokasi,
        hari.day,
        count(calendar.day) over (partition by lokasi order by hari.day) as sampai_kini
    from (
        select unnest(generate_series(min(masuk), max(day), interval 1 day))::date as day from pasangan
    ) as hari
    cross join (select distinct lokasi from calendar) as tempat
    left join calendar using (lokasi, day)
),

jarak as (
    select
        case
            when $satuan = 'kalender' then date_diff('day', pasangan.masuk, pasangan.day)
            else (sampai.sampai_kini - dari.sampai_kini)
        end as hari,
        sum(n)::bigint as n
    from pasangan
    left join hari_kerja as dari on dari.lokasi = pasangan.lokasi and dari.day = pasangan.masuk
    left join hari_kerja as sampai on sampai.lokasi = pasangan.lokasi and sampai.day = pasangan.day
    group by hari
)

select
    hari,
    n,
    n / sum(n) over () as bagian,
    case when hari is not null then sum(n) over (order by hari nulls last) / sum(n) over () end as kumulatif,
    (sum(n) over ())::bigint as jumlah,
    sum(n) over () >= 20 as cukup
from jarak
order by hari nulls last

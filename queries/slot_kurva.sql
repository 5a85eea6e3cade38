-- title: Kurva pemesanan
-- definition: Bagian kuota yang sudah dipesan sekian hari kalender sebelum tanggal pengambilan, rata-rata tertimbang
--   kuota: pesanan yang dibuat paling lambat saat itu dibagi kuota semua hari buka dalam periode. Hanya pesanan yang
--   sampai sekarang tidak batal. Saringan layanan, kecamatan dan kanal tidak berlaku untuk kuota.
-- unit: bagian kuota
-- grain: satu baris per banyaknya hari sebelum tanggal pengambilan (21 sampai 0)
-- period: tanggal slot (tanggal pengambilan) sampai hari ini
-- excludes: pesanan batal; hari tutup (kuota 0)
with kuota as (
    select slot_id, quota
    from slots
    where day >= $start::date and day < $end::date and day <= $now::date and quota > 0
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

pesanan as (
    select slot_id, greatest(date_diff('day', booked_at::date, day), 0) as sebelum
    from bookings
    where day >= $start::date and day < $end::date and day <= $now::date and outcome <> 'batal'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

per_jarak as (
    select least(sebelum, 21) as sebelum, count(*) as n
    from pesanan
    semi join kuota using (slot_id)
    group by least(sebelum, 21)
),

jumlah as (
    select count(*) as hari_buka, sum(quota)::bigint as quota from kuota
)

select
    hari.sebelum,
    coalesce(sum(n) over (order by hari.sebelum desc), 0)::bigint as dipesan,
    jumlah.quota,
    coalesce(sum(n) over (order by hari.sebelum desc), 0) / jumlah.quota as porsi,
    jumlah.hari_buka,
    jumlah.hari_buka >= 20 as cukup
from (select unnest(generate_series(0, 21)) as sebelum) as hari
cross join jumlah
left join per_jarak on per_jarak.sebelum = hari.sebelum
where jumlah.quota > 0
order by hari.sebelum desc

-- title: Permintaan tanggal pengambilan, delapan minggu terakhir
-- definition: Per lokasi dan tanggal yang mula-mula diminta: warga yang memesan ditambah warga yang ditolak karena
--   penuh, pada delapan minggu utuh (Senin sampai Minggu) sebelum minggu ini. Penolakan dan pesanan berturut-turut dari
--   lokasi, layanan, kecamatan dan kanal yang sama dalam satu jam, ke tanggal yang makin jauh, dianggap satu warga
--   yang mencoba tanggal lain, sehingga ia dihitung sekali, pada tanggal pertamanya; yang meminta tanggal yang sama
--   atau lebih awal dianggap warga lain. Pesanan yang kemudian batal ikut dihitung: tempatnya sudah
--   dipegang saat warga lain meminta. Bahan simulasi; saringan halaman tidak berlaku.
-- unit: warga
-- grain: satu baris per lokasi dan hari
-- period: delapan minggu utuh sebelum sekarang; tidak bergantung pada periode
-- excludes: hari tanpa kuota dan tanpa permintaan
with jendela as (
    select date_trunc('week', $now)::date - 56 as awal, date_trunc('week', $now)::date as akhir
),

kuota as (
    select lokasi, day, quota, taken
    from slots
    where day >= (select awal from jendela) and day < (select akhir from jendela)
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- A resident who first wanted a day of the window may have ended up beyond it.
pesanan as (
    select booking_id as id, lokasi, layanan, kecamatan, kanal, day, booked_at as pada
    from bookings
    where day >= (select awal from jendela) and day < (select akhir from jendela) + 60
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

penolakan as (
    select refusal_id as id, lokasi, layanan, kecamatan, kanal, day, refused_at as pada
    from slot_refusals
    where day >= (select awal from jendela) - 60 and day < (select akhir from jendela) + 60
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- In the order of asking; at the same moment a booking comes after the refusals that led to it.
percobaan as (
    select lokasi, layanan, kecamatan, kanal, day, pada, 0 as jenis, id from penolakan
    union all
    select lokasi, layanan, kecamatan, kanal, day, pada, 1, id from pesanan
),

berurut as (
    select
        *,
        lag(jenis) over orang = 0
        and pada - lag(pada) over orang <= interval 1 hour
        and day > lag(day) over orang as lanjutan
    from percobaan
    window orang as (partition by lokasi, layanan, kecamatan, kanal order by pada, jenis, id)
),

-- Whatever does not go on from the attempt before is the first one of a resident.
permintaan as (
    select lokasi, day, count(*) as permintaan
    from berurut
    where not coalesce(lanjutan, false)
      and day >= (select awal from jendela) and day < (select akhir from jendela)
    group by lokasi, day
),

ditolak as (
    select lokasi, day, count(*) as ditolak
    from penolakan
    group by lokasi, day
)

select
    lokasi,
    coalesce(dim_lokasi.name, 'Tidak diketahui') as nama,
    day as hari,
    coalesce(quota, 0) as kuota,
    coalesce(taken, 0) as terisi,
    coalesce(ditolak, 0) as ditolak,
    coalesce(permintaan, 0) as permintaan
from kuota
full join permintaan using (lokasi, day)
left join ditolak using (lokasi, day)
left join dim_lokasi on dim_lokasi.code = lokasi
where coalesce(quota, 0) > 0 or coalesce(permintaan, 0) > 0
order by coalesce(dim_lokasi.position, 999), lokasi, day

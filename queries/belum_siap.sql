-- title: Belum siap untuk hari pengambilan berikutnya
-- definition: Pesanan pada hari buka berikutnya tiap lokasi (besok, atau hari buka pertama sesudahnya) yang
--   permohonannya belum mencapai Selesai sampai sekarang, dibagi semua pesanan hari itu yang tidak batal.
-- unit: pesanan
-- grain: satu baris per lokasi
-- period: hari buka berikutnya sesudah sekarang; tidak bergantung pada periode
-- excludes: pesanan batal
with hari_berikut as (
    select lokasi, min(day) as hari
    from slots
    where day > $now::date and quota > 0
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by lokasi
),

pesanan as (
    select request_id, lokasi, day, layanan, kecamatan, kanal, submitted_at
    from bookings
    where day > $now::date and day <= (select max(hari) from hari_berikut) and outcome <> 'batal'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

besok as (
    select pesanan.*
    from pesanan
    join hari_berikut on hari_berikut.lokasi = pesanan.lokasi and hari_berikut.hari = pesanan.day
),

-- A status is reached at most once, so the furthest one is the present one.
capaian as (
    select
        request_id,
        bool_or(to_status = 'SELESAI') as selesai,
        bool_or(to_status in ('DITOLAK', 'GAGAL')) as berakhir,
        bool_or(to_status = 'PROSES') as proses,
        max(left_at) as sejak
    from stays
    where request_id in (select request_id from besok)
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by request_id
)

select
    hari_berikut.lokasi,
    coalesce(any_value(dim_lokasi.name), 'Tidak diketahui') as nama,
    hari_berikut.hari,
    count(besok.request_id) as dipesan,
    count(besok.request_id) filter (coalesce(selesai, false)) as siap,
    count(besok.request_id) filter (not coalesce(selesai, false)) as belum,
    count(besok.request_id) filter (
        not coalesce(selesai, false) and not coalesce(berakhir, false) and not coalesce(proses, false)
    ) as di_verifikasi,
    count(besok.request_id) filter (not coalesce(selesai, false) and not coalesce(berakhir, false) and proses)
        as di_proses
from hari_berikut
left join besok on besok.lokasi = hari_berikut.lokasi
left join capaian using (request_id)
left join dim_lokasi on dim_lokasi.code = hari_berikut.lokasi
group by hari_berikut.lokasi, hari_berikut.hari
order by belum desc, min(coalesce(dim_lokasi.position, 999)), hari_berikut.lokasi

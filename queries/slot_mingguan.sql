-- title: Pemakaian kuota per minggu
-- definition: Ukuran yang sama dengan pemakaian kuota pengambilan, per minggu (Senin sampai Minggu) menurut tanggal
--   slot: terisi, datang, tidak datang, ditolak karena kuota penuh, dan siap sebelum tanggal pengambilan. Minggu tanpa
--   data tampil sebagai celah; minggu yang tidak seluruhnya di dalam periode atau belum berakhir ditandai sebagian.
--   Saringan layanan, kecamatan dan kanal tidak berlaku untuk kuota dan tempat terisi, hanya untuk pesanan dan
--   penolakan.
-- unit: tempat, pesanan
-- grain: satu baris per minggu
-- period: tanggal slot (tanggal pengambilan)
-- excludes: pesanan batal; hari slot yang akan datang; hari tutup (kuota 0) pada pemakaian kuota
with kuota as (
    select date_trunc('week', day)::date as minggu, sum(quota)::bigint as quota, sum(taken)::bigint as terisi
    from slots
    where day >= $start::date and day < $end::date and day <= $now::date and quota > 0
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by minggu
),

pesanan as (
    select day, outcome, ready_at
    from bookings
    where day >= $start::date and day < $end::date and day <= $now::date and outcome <> 'batal'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- By day first: a day is found many times faster than a week, and few days are left to be put together.
nasib_harian as (
    select
        day,
        count(*) as dipesan,
        count(*) filter (day < $now::date) as dipesan_lewat,
        count(*) filter (day < $now::date and outcome = 'hadir') as datang,
        count(*) filter (day < $now::date and outcome = 'tidak_hadir') as tidak_datang,
        count(*) filter (ready_at < day) as siap
    from pesanan
    group by day
),

nasib as (
    select
        date_trunc('week', day)::date as minggu,
        sum(dipesan)::bigint as dipesan,
        sum(dipesan_lewat)::bigint as dipesan_lewat,
        sum(datang)::bigint as datang,
        sum(tidak_datang)::bigint as tidak_datang,
        sum(siap)::bigint as siap
    from nasib_harian
    group by minggu
),

penolakan as (
    select date_trunc('week', day)::date as minggu, count(*) as ditolak_kuota
    from slot_refusals
    where day >= $start::date and day < $end::date and day <= $now::date
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
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
    from (
        select minggu from kuota
        union all
        select minggu from nasib
        union all
        select minggu from penolakan
    )
)

select
    minggu,
    coalesce(quota, 0) as quota,
    coalesce(terisi, 0) as terisi,
    terisi / nullif(quota, 0) as porsi_terisi,
    coalesce(dipesan_lewat, 0) as dipesan_lewat,
    coalesce(datang, 0) as datang,
    datang / nullif(dipesan_lewat, 0) as porsi_datang,
    coalesce(tidak_datang, 0) as tidak_datang,
    tidak_datang / nullif(dipesan_lewat, 0) as porsi_tidak_datang,
    coalesce(dipesan_lewat, 0) >= 20 as cukup_datang,
    coalesce(dipesan, 0) as dipesan,
    coalesce(ditolak_kuota, 0) as ditolak_kuota,
    coalesce(ditolak_kuota, 0) / nullif(coalesce(dipesan, 0) + coalesce(ditolak_kuota, 0), 0) as porsi_ditolak_kuota,
    coalesce(siap, 0) as siap,
    coalesce(dipesan, 0) as diperiksa_siap,
    siap / nullif(dipesan, 0) as porsi_siap,
    coalesce(dipesan, 0) >= 20 as cukup_siap,
    minggu < $start or minggu + 7 > least($end, $now) as sebagian
from kisi
left join kuota using (minggu)
left join nasib using (minggu)
left join penolakan using (minggu)
order by minggu

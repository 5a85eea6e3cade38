-- title: Pemakaian kuota per lokasi
-- definition: Per lokasi pengambilan, hari slot dalam periode sampai hari ini: tempat terpesan dibagi kuota hari buka;
--   datang dan tidak datang dibagi pesanan yang tidak batal pada hari yang sudah lewat; ditolak karena kuota penuh
--   dibagi pesanan yang tidak batal ditambah yang ditolak, menurut tanggal yang diminta; siap sebelum tanggal
--   pengambilan dibagi pesanan yang tidak batal. Tanggal bebas berikutnya: hari pertama yang masih ada tempat, mulai
--   hari kerja ketiga lokasi sesudah hari ini. Saringan layanan, kecamatan dan kanal tidak berlaku untuk kuota dan
--   tempat terisi, hanya untuk pesanan dan penolakan.
-- unit: tempat, pesanan
-- grain: satu baris per lokasi
-- period: tanggal slot (tanggal pengambilan); tanggal bebas berikutnya dihitung dari sekarang
-- excludes: pesanan batal; hari tutup (kuota 0) pada pemakaian kuota
with kuota as (
    select
        lokasi,
        count(*) as hari_buka,
        count(*) filter (taken >= quota) as hari_penuh,
        sum(quota)::bigint as quota,
        sum(taken)::bigint as terisi
    from slots
    where day >= $start::date and day < $end::date and day <= $now::date and quota > 0
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by lokasi
),

pesanan as (
    select lokasi, day, outcome, ready_at
    from bookings
    where day >= $start::date and day < $end::date and day <= $now::date and outcome <> 'batal'
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

nasib as (
    select
        lokasi,
        count(*) as dipesan,
        count(*) filter (day < $now::date) as dipesan_lewat,
        count(*) filter (day < $now::date and outcome = 'hadir') as datang,
        count(*) filter (day < $now::date and outcome = 'tidak_hadir') as tidak_datang,
        count(*) filter (ready_at < day) as siap
    from pesanan
    group by lokasi
),

penolakan as (
    select lokasi, count(*) as ditolak_kuota
    from slot_refusals
    where day >= $start::date and day < $end::date and day <= $now::date
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by lokasi
),

-- The first day a resident who applies today may choose: the third working day of the location.
hari_pertama as (
    select lokasi, day as pertama
    from calendar
    where day > $now::date and day < $now::date + 60
    qualify row_number() over (partition by lokasi order by day) = 3
),

mendatang as (
    select lokasi, day, quota, taken
    from slots
    where day > $now::date
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

bebas as (
    select
        lokasi,
        min(day) filter (quota > taken) as tanggal_bebas,
        count(*) filter (urutan <= 5 and taken >= quota) as penuh_mendatang,
        count(*) filter (urutan <= 5) as dibuka_mendatang
    from (
        select lokasi, day, quota, taken, row_number() over (partition by lokasi order by day) as urutan
        from mendatang
        join hari_pertama using (lokasi)
        where day >= pertama and quota > 0
    )
    group by lokasi
),

tempat as (
    select lokasi from kuota
    union
    select lokasi from nasib
    union
    select lokasi from penolakan
    union
    select lokasi from mendatang
)

select
    lokasi,
    coalesce(dim_lokasi.name, 'Tidak diketahui') as nama,
    coalesce(hari_buka, 0) as hari_buka,
    coalesce(hari_penuh, 0) as hari_penuh,
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
    coalesce(dipesan, 0) + coalesce(ditolak_kuota, 0) >= 20 as cukup_ditolak,
    coalesce(siap, 0) as siap,
    siap / nullif(dipesan, 0) as porsi_siap,
    coalesce(dipesan, 0) >= 20 as cukup_siap,
    tanggal_bebas,
    date_diff('day', $now::date, tanggal_bebas) as hari_menunggu,
    pertama as hari_pertama,
    coalesce(penuh_mendatang, 0) as penuh_mendatang,
    coalesce(dibuka_mendatang, 0) as dibuka_mendatang
from tempat
left join kuota using (lokasi)
left join nasib using (lokasi)
left join penolakan using (lokasi)
left join bebas using (lokasi)
left join hari_pertama using (lokasi)
left join dim_lokasi on dim_lokasi.code = lokasi
order by coalesce(dim_lokasi.position, 999), lokasi

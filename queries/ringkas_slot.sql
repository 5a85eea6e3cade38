-- title: Pemakaian kuota pengambilan
-- definition: Hari slot dalam periode sampai hari ini. Terisi: tempat terpesan dibagi kuota hari buka; hari dengan
--   kuota 0 tutup dan tidak dihitung. Datang dan tidak datang: dibagi pesanan yang tidak batal pada hari slot yang
--   sudah lewat. Ditolak karena kuota penuh: permintaan tanggal yang ditolak dibagi pesanan yang tidak batal ditambah
--   yang ditolak, menurut tanggal yang diminta; satu warga dapat ditolak lebih dari sekali. Siap: permohonan mencapai
--   Selesai sebelum tanggal pengambilan dimulai, dibagi pesanan yang tidak batal. Saringan layanan, kecamatan dan
--   kanal tidak berlaku untuk kuota dan tempat terisi, hanya untuk pesanan dan penolakan.
-- unit: tempat, pesanan
-- grain: satu baris
-- period: tanggal slot (tanggal pengambilan)
-- excludes: pesanan batal; hari slot yang akan datang; hari tutup (kuota 0) pada pemakaian kuota
with kuota as (
    select count(*) as hari_buka, coalesce(sum(quota), 0)::bigint as quota, coalesce(sum(taken), 0)::bigint as terisi
    from slots
    where day >= $start::date and day < $end::date and day <= $now::date and quota > 0
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
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

nasib as (
    select
        count(*) as dipesan,
        count(*) filter (day < $now::date) as dipesan_lewat,
        count(*) filter (day < $now::date and outcome = 'hadir') as datang,
        count(*) filter (day < $now::date and outcome = 'tidak_hadir') as tidak_datang,
        count(*) filter (ready_at < day) as siap
    from pesanan
),

penolakan as (
    select count(*) as ditolak_kuota
    from slot_refusals
    where day >= $start::date and day < $end::date and day <= $now::date
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
)

select
    hari_buka,
    quota,
    terisi,
    terisi / nullif(quota, 0) as porsi_terisi,
    dipesan_lewat,
    datang,
    datang / nullif(dipesan_lewat, 0) as porsi_datang,
    tidak_datang,
    tidak_datang / nullif(dipesan_lewat, 0) as porsi_tidak_datang,
    dipesan_lewat >= 20 as cukup_datang,
    dipesan,
    ditolak_kuota,
    ditolak_kuota / nullif(dipesan + ditolak_kuota, 0) as porsi_ditolak_kuota,
    siap,
    dipesan as diperiksa_siap,
    siap / nullif(dipesan, 0) as porsi_siap,
    dipesan >= 20 as cukup_siap
from kuota
cross join nasib
cross join penolakan

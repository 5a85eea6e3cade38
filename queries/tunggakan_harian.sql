-- title: Tunggakan berkas per hari
-- definition: Permohonan yang pada akhir hari masih di Verifikasi atau Proses, beserta yang masuk dan yang keluar
--   (Selesai, Ditolak, atau Gagal) pada hari itu, dan yang sudah Selesai tetapi belum Diambil. Hari yang belum
--   berakhir ditandai sebagian.
-- unit: permohonan
-- grain: satu baris per hari
-- period: akhir tiap hari
-- excludes: langkah yang dibatalkan beserta pembatalannya; dari tunggakan: permohonan Selesai yang menunggu diambil
with terbuka as (
    select status
    from open_cases
    where entered_at < $now
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    union all
    select from_status
    from stays
    where left_at >= $now and entered_at < $now
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

sekarang as (
    select
        count(*) filter (status = 'VERIFIKASI') as verifikasi,
        count(*) filter (status = 'PROSES') as proses,
        count(*) filter (status = 'SELESAI') as selesai
    from terbuka
),

langkah_harian as (
    select left_at::date as hari, from_status, to_status, count(*) as n
    from stays
    where left_at >= $start and left_at < $now
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by hari, from_status, to_status
),

gerak as (
    select submitted_at::date as hari, count(*) as verifikasi, 0 as proses, 0 as selesai, count(*) as masuk, 0 as keluar
    from submissions
    where submitted_at >= $start and submitted_at < $now
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by hari
    union all
    select
        hari,
        case when from_status = 'VERIFIKASI' then -n else 0 end,
        case when to_status = 'PROSES' then n when from_status = 'PROSES' then -n else 0 end,
        case when to_status = 'SELESAI' then n when from_status = 'SELESAI' then -n else 0 end,
        0,
        case when to_status in ('SELESAI', 'DITOLAK', 'GAGAL') then n else 0 end
    from langkah_harian
),

per_hari as (
    select
        hari,
        sum(verifikasi) as verifikasi,
        sum(proses) as proses,
        sum(selesai) as selesai,
        sum(masuk) as masuk,
        sum(keluar) as keluar
    from gerak
    group by hari
),

awal as (
    select min(submitted_at)::date as hari
    from submissions
    where submitted_at < $now
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

kisi as (
    select
        unnest(generate_series(greatest($start::date, awal.hari), $now::date, interval 1 day))::date as hari
    from awal
    where awal.hari is not null
),

-- From what is open now, backwards: the days before the period need not be read.
berjalan as (
    select
        kisi.hari,
        sekarang.verifikasi - coalesce(sum(per_hari.verifikasi) over sesudahnya, 0) as verifikasi,
        sekarang.proses - coalesce(sum(per_hari.proses) over sesudahnya, 0) as proses,
        sekarang.selesai - coalesce(sum(per_hari.selesai) over sesudahnya, 0) as selesai,
        coalesce(masuk, 0) as masuk,
        coalesce(keluar, 0) as keluar
    from kisi
    cross join sekarang
    left join per_hari using (hari)
    window sesudahnya as (order by kisi.hari rows between 1 following and unbounded following)
)

select
    hari,
    verifikasi::bigint as verifikasi,
    proses::bigint as proses,
    (verifikasi + proses)::bigint as terbuka,
    selesai::bigint as menunggu_diambil,
    masuk::bigint as masuk,
    keluar::bigint as keluar,
    hari + 1 > $now as sebagian
from berjalan
where hari < $end
order by hari

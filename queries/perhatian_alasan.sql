-- title: Aturan: satu alasan penolakan melonjak
-- definition: Alasan utama yang dalam 7 hari terakhir dipakai paling sedikit 10 kali, dan yang bagiannya dari putusan
--   paling sedikit 1,5 kali bagiannya dalam 28 hari sebelumnya, dengan selisih lebih dari tiga simpangan baku.
-- unit: penolakan
-- grain: satu baris per alasan yang memenuhi aturan
-- period: 35 hari terakhir, tidak bergantung pada periode
-- excludes: langkah yang dibatalkan beserta pembatalannya
with putusan as (
    select
        count(*) filter (left_at >= $now - interval 7 day) as baru,
        count(*) filter (left_at < $now - interval 7 day) as lama
    from stays
    where left_at >= $now - interval 35 day and left_at < $now
      and (to_status = 'DITOLAK' or (from_status, to_status) in (('VERIFIKASI', 'PROSES'), ('PROSES', 'SELESAI')))
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

alasan as (
    select
        reason,
        count(*) filter (left_at >= $now - interval 7 day) as baru,
        count(*) filter (left_at < $now - interval 7 day) as lama
    from standing_rejections
    where left_at >= $now - interval 35 day and left_at < $now and is_primary
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by reason
),

dibandingkan as (
    select
        reason,
        alasan.baru,
        alasan.baru / nullif(putusan.baru, 0) as porsi,
        alasan.lama / nullif(putusan.lama, 0) as porsi_lama,
        alasan.lama * putusan.baru / nullif(putusan.lama, 0) as diharapkan
    from alasan
    cross join putusan
)

select
    reason as alasan,
    coalesce(dim_alasan.label, reason) as nama,
    baru,
    porsi,
    porsi_lama,
    diharapkan
from dibandingkan
left join dim_alasan on dim_alasan.code = reason
where baru >= 10 and porsi >= 1.5 * porsi_lama and baru - diharapkan > 3 * sqrt(greatest(diharapkan, 1))
order by baru - diharapkan desc, reason

-- title: Permohonan yang mungkin ganda
-- definition: Yang terlihat tanpa data pribadi. Diulang terlalu dini: pengajuan ulang yang masuk sebelum
--   permohonan sebelumnya ditolak atau gagal, jadi keduanya berjalan bersamaan. Serupa dalam semenit: permohonan
--   pertama dengan layanan, varian, kelurahan, lokasi dan kanal yang sama dan masuk dalam menit yang sama dengan
--   permohonan lain; dua warga dapat kebetulan sama. Permohonan ganda menurut pemohonnya dihitung tersendiri di
--   basis data permohonan.
-- unit: permohonan
-- grain: satu baris per jenis
-- period: tanggal permohonan masuk
-- excludes: dari serupa dalam semenit: pengajuan ulang, dan permohonan yang kelurahannya tidak diketahui
with masuk as not materialized (
    select request_id, resubmission_of, submitted_at, attempt, layanan, varian, kelurahan, lokasi, kanal
    from submissions
    where submitted_at >= $start and submitted_at < $end
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

-- The attempt before may have been made at another place, but within what the viewer may see.
berakhir as (
    select request_id as sebelumnya, left_at as berakhir_pada
    from stays
    where to_status not in ('PROSES', 'SELESAI', 'DIAMBIL')
      and request_id in (select resubmission_of from masuk where attempt > 1)
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
),

ulang as (
    select
        count(*) as dari,
        count(*) filter (berakhir_pada is null or berakhir_pada > submitted_at) as n
    from masuk
    left join berakhir on sebelumnya = resubmission_of
    where attempt > 1
),

pertama as not materialized (
    select
        date_trunc('minute', submitted_at) as menit, layanan, varian, kelurahan, lokasi, kanal,
        hash(date_trunc('minute', submitted_at), layanan, varian, kelurahan, lokasi, kanal) as sidik
    from masuk
    where attempt = 1 and kelurahan <> 'TIDAK_DIKETAHUI'
),

-- Nearly all are unlike any other, which one number tells; only the rest are compared in full.
mungkin_serupa as (
    select sidik
    from pertama
    group by sidik
    having count(*) > 1
),

semenit as (
    select (select count(*) from pertama) as dari, coalesce(sum(banyak - 1), 0)::bigint as n
    from (
        select count(*) as banyak
        from pertama
        where sidik in (select sidik from mungkin_serupa)
        group by menit, layanan, varian, kelurahan, lokasi, kanal
    ) as kelompok
)

select 'ulang_dini' as jenis, n, dari, n / nullif(dari, 0) as porsi
from ulang
union all
select 'semenit', n, dari, n / nullif(dari, 0)
from semenit

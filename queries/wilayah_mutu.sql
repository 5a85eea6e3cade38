-- title: Mutu layanan per kecamatan
-- definition: Ketepatan waktu: permohonan yang selesai atau ditolak paling lambat pada tenggatnya dibagi yang jatuh
--   tempo. Penolakan: Ditolak dibagi seluruh putusan. Keduanya menurut kecamatan tempat tinggal pemohon, dengan
--   rentang 95 % (Wilson). Kecamatan yang rentangnya memuat angka kota setara dengan kota; satu dari 20 dapat
--   keluar dari rentangnya hanya karena kebetulan. Di bawah 20 permohonan tidak dinilai.
-- unit: persen
-- grain: satu baris per kecamatan; juga yang tanpa permohonan
-- period: tanggal jatuh tempo (ketepatan); saat diputus (penolakan)
-- excludes: permohonan tanpa tenggat pada ketepatan; Gagal; langkah yang dibatalkan beserta pembatalannya
with tempo as (
    select kecamatan, count(*) as terbuka_lewat
    from open_cases
    where due_at >= $start and due_at < $end and due_at < $now and status in ('VERIFIKASI', 'PROSES')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by kecamatan
),

-- A deadline is at most weeks after the submission, and an ending never before it.
akhir as (
    select
        kecamatan,
        count(*) filter (to_status <> 'GAGAL' and left_at <= due_at) as tepat,
        count(*) filter (to_status <> 'GAGAL' and left_at > due_at) as terlambat_selesai
    from stays
    where due_at >= $start and due_at < $end
      and to_status not in ('PROSES', 'DIAMBIL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by kecamatan
),

putus as (
    select kecamatan, count(*) as putusan, count(*) filter (to_status = 'DITOLAK') as ditolak
    from stays
    where left_at >= $start and left_at < $end and to_status not in ('DIAMBIL', 'GAGAL')
      and ($layanan is null or list_contains($layanan, layanan))
      and ($kecamatan is null or list_contains($kecamatan, kecamatan))
      and ($lokasi is null or list_contains($lokasi, lokasi))
      and ($kanal is null or list_contains($kanal, kanal))
      and ($scope_lokasi is null or list_contains($scope_lokasi, lokasi))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, kecamatan))
    group by kecamatan
),

wilayah as (
    select code as kecamatan from dim_kecamatan
    where ($kecamatan is null or list_contains($kecamatan, code))
      and ($scope_kecamatan is null or list_contains($scope_kecamatan, code))
    union
    select kecamatan from tempo
    union
    select kecamatan from akhir
    union
    select kecamatan from putus
),

jumlah as (
    select
        kecamatan,
        coalesce(
            dim_kecamatan.name, case kecamatan when 'TIDAK_DIKETAHUI' then 'Tidak diketahui' else kecamatan end
        ) as nama,
        tile_row as baris,
        tile_col as kolom,
        coalesce(tepat, 0) as tepat,
        coalesce(terlambat_selesai, 0) + coalesce(terbuka_lewat, 0) as terlambat,
        coalesce(putusan, 0) as putusan,
        coalesce(ditolak, 0) as ditolak
    from wilayah
    left join tempo using (kecamatan)
    left join akhir using (kecamatan)
    left join putus using (kecamatan)
    left join dim_kecamatan on dim_kecamatan.code = wilayah.kecamatan
),

ukuran as (
    select *, tepat + terlambat as jatuh_tempo
    from jumlah
)

-- Wilson with z = 1.96, both sides multiplied by n: z^2 = 3.8416, z^2 / 2 = 1.9208, z^2 / 4 = 0.9604.
select
    kecamatan,
    nama,
    baris,
    kolom,
    jatuh_tempo,
    tepat,
    terlambat,
    tepat / nullif(jatuh_tempo, 0) as porsi_tepat,
    greatest(0, (tepat + 1.9208 - 1.96 * sqrt(tepat * terlambat / nullif(jatuh_tempo, 0) + 0.9604))
        / (jatuh_tempo + 3.8416)) as tepat_low,
    least(1, (tepat + 1.9208 + 1.96 * sqrt(tepat * terlambat / nullif(jatuh_tempo, 0) + 0.9604))
        / (jatuh_tempo + 3.8416)) as tepat_high,
    jatuh_tempo >= 20 as tepat_cukup,
    sum(tepat) over () / nullif(sum(jatuh_tempo) over (), 0) as kota_tepat,
    putusan,
    ditolak,
    ditolak / nullif(putusan, 0) as porsi_ditolak,
    greatest(0, (ditolak + 1.9208 - 1.96 * sqrt(ditolak * (putusan - ditolak) / nullif(putusan, 0) + 0.9604))
        / (putusan + 3.8416)) as ditolak_low,
    least(1, (ditolak + 1.9208 + 1.96 * sqrt(ditolak * (putusan - ditolak) / nullif(putusan, 0) + 0.9604))
        / (putusan + 3.8416)) as ditolak_high,
    putusan >= 20 as ditolak_cukup,
    sum(ditolak) over () / nullif(sum(putusan) over (), 0) as kota_ditolak
from ukuran
order by kecamatan = 'TIDAK_DIKETAHUI', kecamatan
